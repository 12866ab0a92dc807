import type { ReactNode } from "react";
import styles from "./Facts.module.css";

interface FactsProps {
  readonly facts: readonly (readonly [name: string, value: ReactNode])[];
  /** Shows the values large, as figures. */
  readonly large?: boolean;
}

/** Names with their values. */
export function Facts({ facts, large = false }: FactsProps) {
  return (
    <dl className={`${styles.facts} ${large ? styles.figure : ""}`}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
