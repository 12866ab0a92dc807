import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Me } from "../api/types";
import { Icon } from "../ui/Icon";
import { house, loop, type Place } from "./navigation";
import styles from "./Shell.module.css";

interface MenuProps {
  readonly person: Me;
  readonly open: boolean;
  /** A way was chosen, be it the one to the page that is shown. */
  readonly onChoose: () => void;
}

/** The ways of the studio: the loop, its administration, and the person's own account. */
export function Menu({ person, open, onChoose }: MenuProps) {
  const { t } = useTranslation();
  const places = loop.filter((each) => person.roles.includes(each.role));
  const rooms = house.filter((each) => person.roles.includes(each.role));
  return (
    <nav className={styles.nav} data-open={open} aria-label={t("shell.navigation")}>
      <ol>
        {places.map((each) => (
          <Way key={each.to} place={each} onChoose={onChoose} />
        ))}
      </ol>
      {rooms.length > 0 && (
        <>
          <p className={styles.navTitle}>{t("nav.house")}</p>
          <ul>
            {rooms.map((each) => (
              <Way key={each.to} place={each} onChoose={onChoose} />
            ))}
          </ul>
        </>
      )}
      {person.passwordUrl !== undefined && (
        <ul className={styles.account}>
          <li>
            <a href={person.passwordUrl} className={styles.place}>
              <Icon name="user" />
              {t("shell.changePassword")}
            </a>
          </li>
        </ul>
      )}
    </nav>
  );
}

function Way({ place, onChoose }: { place: Place; onChoose: () => void }) {
  const { t } = useTranslation();
  return (
    <li>
      <Link to={place.to} className={styles.place} onClick={onChoose}>
        <Icon name={place.icon} />
        {t(place.label)}
      </Link>
    </li>
  );
}
