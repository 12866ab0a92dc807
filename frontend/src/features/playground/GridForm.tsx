import { TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { NewGeneration } from "../../api/types";
import { BusyButton } from "../../ui/BusyButton";
import { Choice } from "../../ui/Choice";
import { ProblemNotice } from "../../ui/ProblemNotice";
import styles from "./playground.module.css";
import { generateGrid, history } from "./queries";
import { grid, matrix, mostParts, mostRows, partsOf, strengthsOf, type Wish } from "./wish";

interface GridFormProps {
  readonly wish: Wish;
  /** What is sent of one row. */
  readonly ask: (row: Wish) => NewGeneration;
  readonly onStarted: (ids: readonly string[]) => void;
}

const kinds = ["PROMPTS", "STRENGTHS"] as const;

/** The same seeds side by side: at several strengths of the first adapter, or with words added to the prompt. */
export function GridForm({ wish, ask, onStarted }: GridFormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<(typeof kinds)[number]>("STRENGTHS");
  const [numbers, setNumbers] = useState("0, 0.5, 1");
  const [words, setWords] = useState("");
  const laid = wish.adapters.length > 0;
  const kind = laid ? chosen : "PROMPTS";
  const strengths = strengthsOf(numbers);
  const parts = partsOf(words);
  const seed = () => Math.floor(Math.random() * 2 ** 32);
  const rows = () => (kind === "STRENGTHS" ? grid(wish, strengths ?? [], seed()) : matrix(wish, parts ?? [], seed()));
  const start = useMutation({
    mutationFn: (wishes: readonly Wish[]) => generateGrid(wishes.map(ask)),
    onSuccess: ({ ids }) => onStarted(ids),
    onSettled: () => queries.invalidateQueries({ queryKey: history.queryKey }),
  });
  const ready = (kind === "STRENGTHS" ? strengths : parts) !== undefined && wish.prompt.trim() !== "";
  const onKeyDown = (event: KeyboardEvent) => {
    const composed = event.nativeEvent.isComposing || event.keyCode === 229; // how Safari tells of an input method
    if (event.key === "Enter" && !composed) {
      event.preventDefault(); // it would send off the form around these fields
      if (ready && !start.isPending) {
        start.mutate(rows());
      }
    }
  };
  return (
    <div className={styles.compare}>
      {laid && (
        <Choice
          label={t("playground.gridWhat")}
          value={kind}
          options={kinds.map((value) => ({ value, label: t(`playground.gridKind.${value}`) }))}
          onChange={setChosen}
        />
      )}
      {kind === "STRENGTHS" ? (
        <TextInput
          label={t("playground.gridStrengths")}
          description={t("playground.gridHint", { most: mostRows })}
          value={numbers}
          onChange={(event) => setNumbers(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          error={strengths === undefined ? t("playground.gridFault", { most: mostRows }) : undefined}
        />
      ) : (
        <TextInput
          label={t("playground.gridParts")}
          description={t("playground.gridPartsHint", { most: mostParts })}
          placeholder={t("playground.gridPartsExample")}
          value={words}
          maxLength={300}
          onChange={(event) => setWords(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          error={
            words.trim() !== "" && parts === undefined ? t("playground.gridPartsFault", { most: mostParts }) : undefined
          }
        />
      )}
      <BusyButton variant="default" busy={start.isPending} disabled={!ready} onClick={() => start.mutate(rows())}>
        {t("playground.gridStart")}
      </BusyButton>
      <ProblemNotice error={start.error} />
    </div>
  );
}
