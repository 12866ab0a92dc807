import { ProblemError } from "../api/problem";
import type { Texts } from "./texts";

/** What a refusal is called in the visitor's language, and what to do; the server's own words are English. */
export function refusalOf(cause: unknown, words: Texts): readonly [title: string, text: string] | undefined {
  if (!(cause instanceof ProblemError)) {
    return undefined;
  }
  return words.refusals[cause.signedOut ? "NOT_SIGNED_IN" : (cause.problem.code ?? "")];
}
