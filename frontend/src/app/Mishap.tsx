import { useTranslation } from "react-i18next";
import { Empty, Page } from "../ui/Page";
import { ProblemNotice } from "../ui/ProblemNotice";

export function Missing() {
  const { t } = useTranslation();
  return (
    <Page title={t("missing.title")}>
      <Empty icon="info" title={t("missing.title")} text={t("missing.text")} />
    </Page>
  );
}

export function Mishap({ error }: { error: unknown }) {
  const { t } = useTranslation();
  return (
    <Page title={t("problem.unexpected")}>
      <ProblemNotice error={error} />
    </Page>
  );
}
