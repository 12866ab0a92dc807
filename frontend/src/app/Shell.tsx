import { ActionIcon } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { me } from "../api/me";
import { Icon } from "../ui/Icon";
import { QueryView } from "../ui/QueryView";
import { HeaderTools } from "./HeaderTools";
import { Menu } from "./Menu";
import { SessionOver } from "./SessionOver";
import styles from "./Shell.module.css";
import { Welcome } from "./Welcome";

/** The frame of the studio: brand, tools, the loop as navigation, and the page. */
export function Shell() {
  const { t } = useTranslation();
  const who = useQuery(me);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const { open, setOpen, burger } = useMenu();
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the menu and takes the focus
  useEffect(() => {
    setOpen(false);
    if (!first.current) {
      main.current?.focus();
    }
    first.current = false;
  }, [path]);
  const choose = () => {
    if (open) {
      setOpen(false);
      main.current?.focus(); // the page may be the same one
    }
  };
  // who was known stays known: what cannot be had any more, the pages say
  const asked = { data: who.data, error: who.data === undefined ? who.error : null };
  const board = /^\/rating\/./.test(path); // pictures to judge get the whole width; the way elsewhere is behind the menu
  return (
    <>
      <a className={styles.skip} href="#main">
        {t("shell.skip")}
      </a>
      <header className={styles.header} data-board={board}>
        {who.data?.signedIn === true && (
          <ActionIcon
            ref={burger}
            className={styles.burger}
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t("shell.menu")}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <Icon name={open ? "close" : "menu"} />
          </ActionIcon>
        )}
        <Link to="/" className={styles.brand} onClick={choose}>
          <img src="/seal.svg" alt="" width={26} height={26} />
          <span className={styles.brandName}>{t("shell.brand")}</span>
        </Link>
        <span className={styles.space} />
        <HeaderTools />
      </header>
      <QueryView query={asked} waiting={<main id="main" className={styles.waiting} aria-busy="true" />}>
        {(person) =>
          person.signedIn ? (
            <div className={styles.body} data-board={board}>
              <Menu person={person} open={open} onChoose={choose} />
              <main id="main" ref={main} tabIndex={-1} className={styles.main}>
                {person.sessionOver === true && <SessionOver />}
                <Outlet />
              </main>
            </div>
          ) : (
            <Welcome />
          )
        }
      </QueryView>
    </>
  );
}

/** Whether the menu of a narrow screen is open, and its button, which has the focus again after Escape. */
function useMenu() {
  const [open, setOpen] = useState(false);
  const burger = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      if (event.key === "Escape") {
        event.stopPropagation(); // a board below would clear its answer
        setOpen(false);
        burger.current?.focus();
      }
    };
    if (open) {
      window.addEventListener("keydown", leave, { capture: true });
    }
    return () => window.removeEventListener("keydown", leave, { capture: true });
  }, [open]);
  return { open, setOpen, burger };
}
