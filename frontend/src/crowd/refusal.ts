import { ProblemError } from "../api/problem";
import type { Texts } from "./texts";

/** What a refusal is called in the visitor's language, and what to do; the server's own words are English. */
export function refusalOf(cause: unknown, words: Texts): readonly [title: string, text: string] | undefined {
  if (!(cause instanceof ProblemError)) {
    return undefined;
  }
  const known = words.refusals[cause.signedOut ? "NOT_SIGNED_IN" : (cause.problem.code ?? "")];
  // a passing fault may be told by a proxy, or by a server that is ill: neither knows words for a visitor
  return known ?? (cause.passing && !cause.unreachable ? words.trouble : undefined);
}
