import { Button } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { LinkButton } from "../ui/LinkButton";
import { Empty, Page } from "../ui/Page";
import { ProblemNotice } from "../ui/ProblemNotice";
import styles from "./Mishap.module.css";

export function Missing() {
  const { t } = useTranslation();
  return (
    <Page title={t("missing.title")}>
      <Empty icon="info" title={t("missing.title")} text={t("missing.text")}>
        <LinkButton variant="default" to="/playground">
          {t("nav.playground")}
        </LinkButton>
      </Empty>
    </Page>
  );
}

/** A page that broke. The frame around it stands, and so does the way out. */
export function Mishap({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useTranslation();
  const router = useRouter();
  return (
    <Page title={t("problem.unexpected")}>
      <ProblemNotice error={error} />
      <div className={styles.out}>
        <Button
          onClick={() => {
            reset();
            void router.invalidate();
          }}
        >
          {t("problem.again")}
        </Button>
      </div>
    </Page>
  );
}
