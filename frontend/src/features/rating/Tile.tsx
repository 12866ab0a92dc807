import { useTranslation } from "react-i18next";
import { choose, place, rankOf, tieWithLast } from "../../rating/ballot";
import type { RatingSession, Sitting } from "../../rating/session";
import styles from "./rating.module.css";

interface TileProps {
  readonly session: RatingSession;
  readonly sitting: Sitting;
  readonly kind: "PAIR" | "RANK_4";
  readonly slot: number;
  readonly url: string;
}

const sides = ["LEFT", "RIGHT"] as const;

/** A picture that is its own button. */
export function Tile({ session, sitting, kind, slot, url }: TileProps) {
  const { t } = useTranslation();
  const { ballot } = sitting;
  const side = sides[slot] ?? "RIGHT";
  const rank = kind === "RANK_4" && !ballot.allBad ? rankOf(ballot, slot) : undefined;
  const preferred = kind === "PAIR" && ballot.choice === side;
  const tags = ballot.tags.filter((tag) => tag.slot === slot);
  const press = (shift: boolean) => {
    if (kind === "PAIR") {
      if (preferred) {
        session.commit();
      } else {
        session.change((before) => choose(before, side), "MOUSE");
      }
      return;
    }
    session.change((before) => (shift ? tieWithLast(before, slot) : place(before, slot)), "MOUSE");
  };
  return (
    <button
      type="button"
      className={styles.tile}
      data-focused={sitting.focus === slot}
      data-ranked={rank !== undefined}
      data-preferred={preferred}
      aria-pressed={preferred || rank !== undefined}
      onClick={(event) => press(event.shiftKey)}
      onPointerEnter={() => session.focusOn(slot)}
      onFocus={() => session.focusOn(slot)}
    >
      <img src={url} alt={t("rating.candidate", { number: slot + 1 })} draggable={false} />
      <span className={styles.slot} aria-hidden="true">
        {slot + 1}
      </span>
      {rank !== undefined && (
        <span className={styles.rank}>
          <span className="quiet">{t("rating.rank")}</span>
          {rank}
        </span>
      )}
      {preferred && <span className={styles.rank}>✓</span>}
      {tags.length > 0 && (
        <span className={styles.tileTags}>
          {tags.map((tag) => (
            <span key={tag.code} className={styles.tileTag} data-severity={tag.severity}>
              {t(`tags.${tag.code as "BODY.RATIO"}`)}
            </span>
          ))}
        </span>
      )}
    </button>
  );
}
