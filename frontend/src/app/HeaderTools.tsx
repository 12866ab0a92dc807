import { ActionIcon, Button, Tooltip, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { me } from "../api/me";
import { Icon } from "../ui/Icon";
import styles from "./Shell.module.css";

/** Language, light or dark, who is signed in. */
export function HeaderTools() {
  const { t, i18n } = useTranslation();
  // the kit would hold transitions back by a style element, which the content security policy refuses
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const scheme = useComputedColorScheme("light");
  const person = useQuery(me).data;
  const other = i18n.language === "en" ? "zh-CN" : "en";
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        size="compact-md"
        fw={500}
        lang={other}
        onClick={() => void i18n.changeLanguage(other)}
      >
        {t("shell.otherLanguage")}
      </Button>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={scheme === "dark" ? t("shell.light") : t("shell.dark")}
        onClick={() => setColorScheme(scheme === "dark" ? "light" : "dark")}
      >
        <Icon name={scheme === "dark" ? "sun" : "moon"} />
      </ActionIcon>
      {person?.signedIn === true && (
        <>
          <span className={styles.userName}>{person.displayName ?? person.name}</span>
          <Tooltip label={t("shell.signOut")}>
            <ActionIcon
              component="a"
              href="/logout"
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t("shell.signOut")}
            >
              <Icon name="leave" />
            </ActionIcon>
          </Tooltip>
        </>
      )}
    </>
  );
}
