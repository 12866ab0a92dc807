import { useTranslation } from "react-i18next";
import { LinkButton } from "./LinkButton";
import { Page } from "./Page";
import { ProblemNotice } from "./ProblemNotice";
import { titleOf } from "./problemTitle";

/** A page whose subject could not be had: why, and the way on. */
export function FailedPage({ error }: { error: Error }) {
  const { t, i18n } = useTranslation();
  return (
    <Page title={titleOf(error, i18n) ?? t("problem.unexpected")}>
      <ProblemNotice error={error} />
      <p>
        <LinkButton variant="default" to="/playground">
          {t("nav.playground")}
        </LinkButton>
      </p>
    </Page>
  );
}
