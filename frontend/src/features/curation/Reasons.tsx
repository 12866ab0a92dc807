import { useTranslation } from "react-i18next";
import { type Curation, type ExclusionReason, exclusionReasons } from "../../api/types";
import { useFormat } from "../../ui/format";
import { Icon } from "../../ui/Icon";
import styles from "./curation.module.css";

interface ReasonsProps {
  readonly curation: Curation;
  readonly chosen: ExclusionReason | undefined;
  readonly onChoose: (reason: ExclusionReason | undefined) => void;
}

/** What became of the votes: a bar for those kept, and one for each reason to leave some out. */
export function Reasons({ curation, chosen, onChoose }: ReasonsProps) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const present = exclusionReasons.filter((reason) => (curation.excluded[reason] ?? 0) > 0);
  const width = (votes: number) => ({ width: `${(100 * votes) / Math.max(1, curation.votes)}%` });
  return (
    <ul className={styles.reasons}>
      <li className={styles.reason}>
        <span className={styles.reasonName}>{t("curation.kept")}</span>
        <span className={styles.track}>
          <span className={styles.keptBar} style={width(curation.kept)} />
        </span>
        <span className={styles.count}>{number(curation.kept)}</span>
      </li>
      {present.map((reason) => (
        <li key={reason}>
          <button
            type="button"
            className={styles.reason}
            aria-expanded={chosen === reason}
            onClick={() => onChoose(chosen === reason ? undefined : reason)}
          >
            <span className={styles.reasonName}>
              <Icon name="unfold" size={14} /> {t(`exclusion.${reason}`)}
            </span>
            <span className={styles.track}>
              <span className={styles.outBar} style={width(curation.excluded[reason] ?? 0)} />
            </span>
            <span className={styles.count}>{number(curation.excluded[reason] ?? 0)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
