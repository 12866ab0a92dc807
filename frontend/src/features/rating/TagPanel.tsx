import { Kbd } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { severityOf, turnTag } from "../../rating/ballot";
import type { RatingSession, Sitting } from "../../rating/session";
import { type TagCode, type TagGroup, tagGroups } from "../../rating/tags";
import styles from "./rating.module.css";

interface TagPanelProps {
  readonly session: RatingSession;
  readonly sitting: Sitting;
  /** All groups, each with a digit; otherwise bodies only. */
  readonly open: boolean;
  readonly group: number | undefined;
  readonly onOpen: (open: boolean) => void;
}

/** Defects of the picture in focus; each press makes one more serious. */
export function TagPanel({ session, sitting, open, group, onOpen }: TagPanelProps) {
  const { t } = useTranslation();
  const chosen = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a group chosen by its digit comes into view
  useEffect(() => {
    chosen.current?.scrollIntoView({ block: "nearest" }); // newer browsers answer with a promise, which is no clean-up
  }, [group]);
  const shown = open ? tagGroups : tagGroups.slice(0, 1);
  return (
    <aside className={styles.tags} aria-label={t("rating.tagsOf", { number: sitting.focus + 1 })}>
      <p className={styles.tagsTitle}>{t("rating.tagsOf", { number: sitting.focus + 1 })}</p>
      {shown.map((each, index) => (
        <div
          key={each.group}
          ref={group === index ? chosen : null}
          className={styles.tagGroup}
          data-chosen={group === index}
        >
          {open && (
            <p className={styles.tagGroupName}>
              <Kbd size="xs">{index + 1}</Kbd> {t(`tagGroup.${each.group satisfies TagGroup}`)}
            </p>
          )}
          {each.tags.map((tag, number) => (
            <TagButton
              key={tag.code}
              code={tag.code}
              cap={
                open ? (group === index ? String(number + 1) : undefined) : "key" in tag ? tag.key.slice(3) : undefined
              }
              severity={severityOf(sitting.ballot, sitting.focus, tag.code)}
              onTurn={() => session.change((ballot) => turnTag(ballot, sitting.focus, tag.code), "MOUSE")}
            />
          ))}
        </div>
      ))}
      <button type="button" className={styles.tagsMore} aria-expanded={open} onClick={() => onOpen(!open)}>
        <Kbd size="xs">{open ? "Esc" : "G"}</Kbd> {open ? t("rating.gridClose") : t("rating.do.grid")}
      </button>
    </aside>
  );
}

interface TagButtonProps {
  readonly code: TagCode;
  readonly cap: string | undefined;
  readonly severity: number;
  readonly onTurn: () => void;
}

const degrees = ["none", "minor", "obvious", "serious"] as const;

function TagButton({ code, cap, severity, onTurn }: TagButtonProps) {
  const { t } = useTranslation();
  const degree = degrees[severity] ?? "none";
  return (
    <button type="button" className={styles.tag} data-severity={severity} aria-pressed={severity > 0} onClick={onTurn}>
      {cap !== undefined && <Kbd size="xs">{cap}</Kbd>}
      <span className={styles.tagName}>{t(`tags.${code}`)}</span>
      {severity > 0 && <span className={styles.degree}>{t(`severity.${degree}`)}</span>}
    </button>
  );
}
