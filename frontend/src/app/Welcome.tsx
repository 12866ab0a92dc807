import { Button } from "@mantine/core";
import { useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Welcome.module.css";

/** What a visitor without sign-in sees: what this is, and the two doors. */
export function Welcome() {
  const { t } = useTranslation();
  const path = useRouterState({ select: (state) => state.location.href });
  useEffect(() => {
    document.title = t("welcome.pageTitle");
  }, [t]);
  return (
    <main id="main" className={styles.welcome}>
      <img className={styles.seal} src="/seal.svg" alt="" />
      <h1 className={styles.title}>{t("welcome.title")}</h1>
      <p className={styles.lead}>{t("welcome.lead")}</p>
      <div className={styles.doors}>
        <Button component="a" href={`/login?to=${encodeURIComponent(path)}`} size="md">
          {t("welcome.signIn")}
        </Button>
        <Button component="a" href="/rate" variant="default" size="md">
          {t("welcome.rate")}
        </Button>
      </div>
    </main>
  );
}
