import { Alert } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Icon } from "../ui/Icon";
import { SignInLink } from "../ui/SignInLink";
import styles from "./SessionOver.module.css";

/** Stays in sight above a page whose session has ended. */
export function SessionOver() {
  const { t } = useTranslation();
  return (
    <div className={styles.above}>
      <Alert
        color="cinnabar"
        variant="light"
        radius={0}
        icon={<Icon name="warning" />}
        title={t("shell.sessionOver")}
        role="alert"
      >
        <div>{t("shell.sessionKept")}</div>
        <SignInLink />
      </Alert>
    </div>
  );
}
