import { Button, Slider } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../ui/format";
import { Picture } from "../../ui/Picture";
import styles from "./playground.module.css";

interface StartPictureProps {
  readonly imageId: string;
  readonly strength: number;
  readonly onChange: (strength: number) => void;
  readonly onRemove: () => void;
}

/** The earlier picture that the next ones start from, and how much of it may change. */
export function StartPicture({ imageId, strength, onChange, onRemove }: StartPictureProps) {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (
    <section className={styles.start} aria-label={t("playground.start")}>
      <Picture url={`/api/images/${imageId}/file`} alt={t("playground.start")} size={96} />
      <div className={styles.startText}>
        <span id="strength">
          {t("playground.strength")} <span className="mono">{number(strength, 2)}</span>
        </span>
        <Slider
          value={strength}
          onChange={onChange}
          min={0.05}
          max={1}
          step={0.05}
          label={null}
          thumbProps={{ "aria-labelledby": "strength" }}
        />
        <span className="dim">{t("playground.strengthHint")}</span>
        <Button variant="subtle" color="gray" size="compact-sm" className={styles.startRemove ?? ""} onClick={onRemove}>
          {t("playground.startRemove")}
        </Button>
      </div>
    </section>
  );
}
