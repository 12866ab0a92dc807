import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNotice } from "../../ui/ProblemNotice";
import styles from "./playground.module.css";
import { generate, history } from "./queries";
import { asked, grid, mostRows, strengthsOf, type Wish } from "./wish";

interface GridFormProps {
  readonly wish: Wish;
  readonly startImageId: string | undefined;
  readonly onStarted: (ids: readonly string[]) => void;
}

/** The same seeds at several strengths of the first adapter, side by side. */
export function GridForm({ wish, startImageId, onStarted }: GridFormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [text, setText] = useState("0, 0.5, 1");
  const strengths = strengthsOf(text);
  const start = useMutation({
    mutationFn: async (rows: readonly Wish[]) => {
      const ids: string[] = [];
      for (const row of rows) {
        ids.push((await generate(asked(row, startImageId))).id); // one after the other: rows keep their order
      }
      return ids;
    },
    onSuccess: onStarted,
    onSettled: () => queries.invalidateQueries({ queryKey: history.queryKey }),
  });
  return (
    <div className={styles.actions}>
      <TextInput
        label={t("playground.gridStrengths")}
        description={t("playground.gridHint", { most: mostRows })}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={strengths === undefined ? t("playground.gridFault", { most: mostRows }) : undefined}
      />
      <Button
        variant="default"
        loading={start.isPending}
        disabled={strengths === undefined || wish.prompt.trim() === ""}
        onClick={() => start.mutate(grid(wish, strengths ?? [], Math.floor(Math.random() * 2 ** 32)))}
      >
        {t("playground.gridStart")}
      </Button>
      <ProblemNotice error={start.error} />
    </div>
  );
}
