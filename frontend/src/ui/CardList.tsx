import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import styles from "./CardList.module.css";

export function CardList({ children }: { children: ReactNode }) {
  return <ul className={styles.list}>{children}</ul>;
}

interface CardProps {
  readonly link: LinkProps;
  readonly title: string;
  readonly note: ReactNode;
  readonly aside?: ReactNode;
}

/** One thing of a list, with a way to it. */
export function Card({ link, title, note, aside }: CardProps) {
  return (
    <li>
      <Link {...link} className={styles.card}>
        <span className={styles.title}>{title}</span>
        <span className={styles.note}>{note}</span>
        {aside !== undefined && <span className={styles.aside}>{aside}</span>}
      </Link>
    </li>
  );
}
