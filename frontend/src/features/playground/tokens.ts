import type { Token } from "../../api/types";

/** Tokens as a text again, with spaces where its writing has them. */
export const textOf = (tokens: readonly Token[]): string =>
  tokens.reduce((text, { text: piece, inside }) => `${text}${isApart(text, piece, inside) ? " " : ""}${piece}`, "");

const isApart = (text: string, piece: string, inside: boolean): boolean =>
  text !== "" && !inside && !/[\p{Script=Han}，。、；：！？（]$/u.test(text) && !/^[\p{Script=Han}\p{P}]/u.test(piece);
