import type { Me, Role } from "../api/types";
import { whoIsHere } from "../api/whoIsHere";

/** Who rates in this browser: a signed-in expert, by the id of the account, or whoever holds its cookie. */
export type Rater = string;

export const visitor: Rater = "VISITOR";

const experts: readonly string[] = ["expert", "curator", "admin"] satisfies Role[];

/** As the server has it: whoever is signed in and holds no role here is a visitor. */
export const raterOf = ({ id, roles }: Me): Rater =>
  id !== undefined && roles.some((role) => experts.includes(role)) ? id : visitor;

export const raterHere = async (): Promise<Rater> => raterOf(await whoIsHere());
