import { Alert } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ProblemError } from "../api/problem";
import { Icon } from "./Icon";
import { titleOf } from "./problemTitle";
import { SignInLink } from "./SignInLink";
import { explain } from "./violations";

/** Refusals whose title says it all in the reader's language. */
const silent = new Set(["NO_ANSWER", "NOT_FOUND", "NOT_ALLOWED", "NOT_SIGNED_IN", "RATER_CHANGED", "COMPARISON_OPEN"]);

interface ProblemNoticeProps {
  readonly error: unknown;
  /** Fields whose flaw stands beside them already. */
  readonly besides?: readonly string[];
}

/** A refusal in the reader's words: title, detail and what is wrong with which field. */
export function ProblemNotice({ error, besides = [] }: ProblemNoticeProps) {
  const { t, i18n } = useTranslation();
  if (error === null || error === undefined) {
    return null;
  }
  const problem = error instanceof ProblemError ? error.problem : undefined;
  const title = titleOf(error, i18n) ?? t("problem.unexpected");
  const violations = problem?.violations ?? [];
  const told = problem === undefined ? String(error) : silent.has(problem.code ?? "") ? undefined : problem.detail;
  const repeats = problem?.code === "INVALID_INPUT" && violations.length > 0; // its detail only joins them
  const marked = violations.some((each) => besides.includes(each.field));
  const detail = repeats ? (marked ? t("problem.marked") : undefined) : told;
  return (
    <Alert color="cinnabar" variant="light" icon={<Icon name="warning" />} title={title} role="alert">
      {detail !== undefined && detail !== title && <div>{detail}</div>}
      {violations
        .filter((each, place) => !besides.includes(each.field) || violationIsLater(violations, place))
        .map((each) => (
          <div key={`${each.field}:${each.message}`}>
            {each.field === "" || besides.includes(each.field) ? "" : `${each.field}: `}
            {explain(each.message, t)}
          </div>
        ))}
      {error instanceof ProblemError && error.signedOut && <SignInLink />}
    </Alert>
  );
}

/** Only the first flaw of a field has room beside it. */
function violationIsLater(violations: readonly { field: string }[], place: number): boolean {
  return violations.findIndex((each) => each.field === violations[place]?.field) < place;
}
