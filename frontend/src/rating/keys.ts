import { storage } from "../api/storage";

/** Where this browser keeps whether single keys answer, in JSON; for the experts' board and the crowd's page. */
export const keysPlace = "pinhua.keys";

/** They do until they are turned off: whoever dictates, or presses keys unawares, answers by them. */
export const keysAreOn = (): boolean => storage.getItem(keysPlace) !== "false";

export const turnKeys = (on: boolean): void => storage.setItem(keysPlace, String(on));
