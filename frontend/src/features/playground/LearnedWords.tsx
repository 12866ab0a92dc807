import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { learnedWords } from "../../api/queries";
import { Adder } from "./Adder";
import styles from "./playground.module.css";
import { useVersion } from "./version";
import { type Wish, withWord } from "./wish";

/** Words that can be looked over at a glance. */
const mostButtons = 12;

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
  const words = all
    .filter((each) => each.baseModelId === version?.baseModelId && each.withdrawnAt === undefined)
    .map((each) => each.word);
  const add = (word: string) => onChange({ ...wish, [into]: withWord(wish[into], word) });
  if (words.length === 0) {
    return null;
  }
  if (words.length > mostButtons) {
    return (
      <Adder
        label={t(`playground.wordsInto.${into}`)}
        choices={words.map((word) => ({ value: word, label: word }))}
        onAdd={add}
      />
    );
  }
  return (
    <fieldset className={styles.words} aria-label={t(`playground.wordsInto.${into}`)}>
      <span className="dim">{t("playground.learnedWords")}</span>
      {words.map((word) => (
        <Button
          key={word}
          variant="default"
          size="compact-xs"
          fw={400}
          aria-label={t(`playground.wordInto.${into}`, { word })}
          onClick={() => add(word)}
        >
          {word}
        </Button>
      ))}
    </fieldset>
  );
}
