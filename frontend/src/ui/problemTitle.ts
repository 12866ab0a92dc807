import type { i18n } from "i18next";
import { ProblemError } from "../api/problem";

/** What a refusal is called in the reader's language, if it is one. */
export function titleOf(error: unknown, texts: i18n): string | undefined {
  if (!(error instanceof ProblemError)) {
    return undefined;
  }
  const known = `problem.${error.problem.code}`;
  if (texts.exists(known)) {
    return String(texts.t(known as "problem.NO_ANSWER"));
  }
  return error.signedOut ? texts.t("problem.NOT_SIGNED_IN") : error.problem.title;
}
