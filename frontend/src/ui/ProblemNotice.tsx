import { Alert } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ProblemError } from "../api/problem";
import { Icon } from "./Icon";

/** A refusal in the words of the application: title, detail and what is wrong with which field. */
export function ProblemNotice({ error }: { error: unknown }) {
  const { t, i18n } = useTranslation();
  if (error === null || error === undefined) {
    return null;
  }
  const problem = error instanceof ProblemError ? error.problem : undefined;
  const known = `problem.${problem?.code}`;
  const translated = i18n.exists(known) ? String(i18n.t(known as "problem.NO_ANSWER")) : undefined;
  const title = translated ?? problem?.title ?? t("problem.unexpected");
  const detail = problem === undefined ? String(error) : problem.code === "NO_ANSWER" ? undefined : problem.detail;
  return (
    <Alert color="cinnabar" variant="light" icon={<Icon name="warning" />} title={title} role="alert" mb="md">
      {detail !== undefined && detail !== title && <div>{detail}</div>}
      {(problem?.violations ?? []).map((each) => (
        <div key={`${each.field}:${each.message}`}>
          {each.field === "" ? each.message : `${each.field}: ${each.message}`}
        </div>
      ))}
    </Alert>
  );
}
