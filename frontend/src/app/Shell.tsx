import { ActionIcon } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { me } from "../api/me";
import { Icon } from "../ui/Icon";
import { QueryView } from "../ui/QueryView";
import { HeaderTools } from "./HeaderTools";
import { house, loop } from "./navigation";
import { SessionOver } from "./SessionOver";
import styles from "./Shell.module.css";
import { Welcome } from "./Welcome";

/** The frame of the studio: brand, tools, the loop as navigation, and the page. */
export function Shell() {
  const { t } = useTranslation();
  const who = useQuery(me);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [open, setOpen] = useState(false);
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
  const roles = who.data?.roles ?? [];
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
        <Link to="/" className={styles.brand}>
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
              <Navigation roles={roles} open={open} />
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

function Navigation({ roles, open }: { roles: readonly string[]; open: boolean }) {
  const { t } = useTranslation();
  const places = loop.filter((each) => roles.includes(each.role));
  const rooms = house.filter((each) => roles.includes(each.role));
  return (
    <nav className={styles.nav} data-open={open} aria-label={t("shell.navigation")}>
      <ol>
        {places.map((each) => (
          <li key={each.to}>
            <Link to={each.to} className={styles.place}>
              <Icon name={each.icon} />
              {t(each.label)}
            </Link>
          </li>
        ))}
      </ol>
      {rooms.length > 0 && (
        <>
          <p className={styles.navTitle}>{t("nav.house")}</p>
          <ul>
            {rooms.map((each) => (
              <li key={each.to}>
                <Link to={each.to} className={styles.place}>
                  <Icon name={each.icon} />
                  {t(each.label)}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </nav>
  );
}
