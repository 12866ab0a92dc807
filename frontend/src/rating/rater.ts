import type { Me } from "../api/types";
import { whoIsHere } from "../api/whoIsHere";

/** Who rates in this browser: a signed-in expert, by the id of the account, or whoever holds its cookie. */
export type Rater = string;

export const visitor: Rater = "VISITOR";

/** As the server has it: whoever is signed in and holds no role here is a visitor. */
export const raterOf = ({ id, roles }: Me): Rater => (id !== undefined && roles.includes("expert") ? id : visitor);

export const raterHere = async (): Promise<Rater> => raterOf(await whoIsHere());
