import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { learnedWords } from "../../api/queries";
import styles from "./playground.module.css";
import { useVersion } from "./version";
import { type Wish, withWord } from "./wish";

interface LearnedWordsProps {
  readonly wish: Wish;
  /** Which of the prompts they go into. */
  readonly into: "prompt" | "negativePrompt";
  readonly onChange: (wish: Wish) => void;
}

/** Words that the model learned elsewhere; a press puts one at the end of a prompt. */
export function LearnedWords({ wish, into, onChange }: LearnedWordsProps) {
  const { t } = useTranslation();
  const version = useVersion(wish.modelVersionId);
  const all = useQuery(learnedWords).data ?? [];
  const known = all.filter((each) => each.baseModelId === version?.baseModelId);
  if (known.length === 0) {
    return null;
  }
  return (
    <div className={styles.words}>
      <span className="dim">{t("playground.learnedWords")}</span>
      {known.map(({ id, word }) => (
        <Button
          key={id}
          variant="default"
          size="compact-xs"
          fw={400}
          aria-label={t(`playground.wordInto.${into}`, { word })}
          onClick={() => onChange({ ...wish, [into]: withWord(wish[into], word) })}
        >
          {word}
        </Button>
      ))}
    </div>
  );
}
