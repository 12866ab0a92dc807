import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Generation } from "../../api/types";
import { useFormat } from "../../ui/format";
import { Laid } from "./Laid";
import styles from "./playground.module.css";
import { plain } from "./wish";

/** What all the pictures of a request have in common; of what most leave alone, only what was changed. */
export function Settings({ generation: shown }: { readonly generation: Generation }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const facts: Record<string, ReactNode> = {
    model: shown.modelVersionName,
    adapters: shown.adapters.length > 0 && <Laid adapters={shown.adapters} />,
    steps: t("playground.facts", { count: shown.steps, steps: shown.steps, guidance: number(shown.guidance, 1) }),
    rescale:
      shown.guidanceRescale !== plain.guidanceRescale &&
      `${t("playground.guidanceRescale")} ${number(shown.guidanceRescale, 2)}`,
    sampler: t(`sampler.${shown.sampler}.name`),
    noise: shown.noise !== plain.noise && `${t("playground.noise")} ${t(`noise.${shown.noise}.name`)}`,
    skipped: shown.clipSkip !== plain.clipSkip && `${t("playground.clipSkip")} ${shown.clipSkip}`,
    size: `${shown.width} × ${shown.height}`,
    start: shown.strength !== undefined && t("playground.fromPicture", { strength: number(shown.strength, 2) }),
    mask: shown.maskUrl !== undefined && t("playground.masked"),
    words: shown.words.length > 0 && t("playground.withWords", { words: shown.words.join(" · ") }),
    negative: shown.negativePrompt !== "" && `${t("playground.without")} ${shown.negativePrompt}`,
  };
  return (
    <ul className={styles.settings}>
      {Object.entries(facts)
        .filter(([, fact]) => fact)
        .map(([name, fact]) => (
          <li key={name}>{fact}</li>
        ))}
    </ul>
  );
}
