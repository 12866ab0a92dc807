import { Button, Checkbox, Slider } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../ui/format";
import { Picture } from "../../ui/Picture";
import { MaskEditor } from "./MaskEditor";
import styles from "./playground.module.css";
import { maskOver, type Wish } from "./wish";

interface StartPictureProps {
  readonly imageId: string;
  readonly wish: Wish;
  readonly onChange: (wish: Wish) => void;
  readonly onRemove: () => void;
  readonly fault: (field: string) => string | undefined;
}

/** The earlier picture that the next ones start from, how much of it may change, and where. */
export function StartPicture({ imageId, wish, onChange, onRemove, fault }: StartPictureProps) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const mask = maskOver(wish, imageId);
  const [part, setPart] = useState(mask !== undefined);
  const [lost, setLost] = useState(false);
  const url = `/api/images/${imageId}/file`;
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    // whoever chose it goes on here; where the page was opened with it, nobody is moved
    if (document.activeElement?.getAttribute("data-chooses") === imageId) {
      place.current?.focus();
    }
  }, [imageId]);
  return (
    <section ref={place} tabIndex={-1} className={styles.start} aria-label={t("playground.start")}>
      {!part && <Picture url={url} alt={t("playground.start")} size={96} onLost={() => setLost(true)} />}
      <div className={styles.startText}>
        {lost && (
          <p role="alert" className={styles.startLost}>
            {t("playground.startLost")}
          </p>
        )}
        <span id="strength">
          {t("playground.strength")} <span className="mono">{number(wish.strength, 2)}</span>
        </span>
        <Slider
          value={wish.strength}
          onChange={(strength) => onChange({ ...wish, strength })}
          min={0.05}
          max={1}
          step={0.05}
          label={null}
          thumbProps={{ "aria-labelledby": "strength" }}
        />
        <span className="dim">{t("playground.strengthHint")}</span>
        <Checkbox
          label={t("playground.maskOnly")}
          checked={part}
          onChange={({ currentTarget }) => {
            setPart(currentTarget.checked);
            setLost(false); // it is fetched again
            if (!currentTarget.checked) {
              onChange({ ...wish, mask: undefined });
            }
          }}
          error={fault("mask")}
        />
        {part && (
          <MaskEditor
            imageUrl={url}
            mask={mask}
            onChange={(picture) =>
              onChange({ ...wish, mask: picture === undefined ? undefined : { imageId, picture } })
            }
            onLost={() => setLost(true)}
          />
        )}
        <Button variant="subtle" color="gray" size="compact-sm" className={styles.startRemove ?? ""} onClick={onRemove}>
          {t("playground.startRemove")}
        </Button>
      </div>
    </section>
  );
}
