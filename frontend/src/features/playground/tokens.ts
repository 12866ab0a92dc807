import type { PromptReading, Token } from "../../api/types";

/** Tokens as a text again, with spaces where its writing has them. */
export const textOf = (tokens: readonly Token[]): string =>
  tokens.reduce((text, { text: piece, inside }) => `${text}${isApart(text, piece, inside) ? " " : ""}${piece}`, "");

/** What has no room; a learned word that only begins to have room is lost as a whole. */
export function lostOf({ tokens, limit }: PromptReading): string {
  const from = tokens.findLastIndex(({ text }, at) => at <= limit && text !== "");
  return textOf(tokens.slice(Math.max(0, from)));
}

const isApart = (text: string, piece: string, inside: boolean): boolean =>
  text !== "" && !inside && !/[\p{Script=Han}，。、；：！？（]$/u.test(text) && !/^[\p{Script=Han}\p{P}]/u.test(piece);
