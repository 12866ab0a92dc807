import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import styles from "./CardList.module.css";
import { Covers } from "./Covers";

export function CardList({ children }: { children: ReactNode }) {
  return <ul className={styles.list}>{children}</ul>;
}

interface CardProps {
  readonly link: LinkProps;
  readonly title: string;
  readonly note: ReactNode;
  readonly aside?: ReactNode;
  /** Pictures of it; places without an address stay empty, so that names line up. */
  readonly covers?: readonly string[] | undefined;
}

/** One thing of a list, with a way to it. */
export function Card({ link, title, note, aside, covers }: CardProps) {
  return (
    <li>
      <Link {...link} className={styles.card} data-covers={covers !== undefined}>
        {covers !== undefined && <Covers urls={Array.from({ length: 4 }, (_, place) => covers[place])} />}
        <span className={styles.words}>
          <span className={styles.title}>{title}</span>
          <span className={styles.note}>{note}</span>
        </span>
        {aside !== undefined && <span className={styles.aside}>{aside}</span>}
      </Link>
    </li>
  );
}
