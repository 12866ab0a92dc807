import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import styles from "./rating.module.css";

interface LookProps {
  readonly url: string;
  readonly number: number;
  readonly onClose: () => void;
}

/** One picture above the whole page. It has the focus meanwhile, which would be on something that it covers. */
export function Look({ url, number, onClose }: LookProps) {
  const { t } = useTranslation();
  const place = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    place.current?.focus();
    return () => {
      if (before instanceof HTMLElement) {
        before.focus();
      }
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation(); // the board would take it for a press that clears the answer
      onClose();
    } else if (event.key === "Tab") {
      event.preventDefault(); // all else is covered
    }
  };
  return (
    <button ref={place} type="button" className={styles.look} onClick={onClose} onKeyDown={onKeyDown}>
      <img className={styles.lookAt} src={url} alt={t("rating.candidate", { number })} />
      <span className="quiet">{t("rating.lookClose")}</span>
      <span className={styles.slot} aria-hidden="true">
        {number}
      </span>
    </button>
  );
}
