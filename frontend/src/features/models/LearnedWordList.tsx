import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { useRole } from "../../api/me";
import { learnedWords } from "../../api/queries";
import type { LearnedWord } from "../../api/types";
import { ConfirmButton } from "../../ui/ConfirmButton";
import { DataTable } from "../../ui/DataTable";
import { useFormat } from "../../ui/format";
import { Panel } from "../../ui/Page";
import { ProblemNotice } from "../../ui/ProblemNotice";
import { QueryView } from "../../ui/QueryView";
import { placeOf } from "./place";
import { withdrawWord } from "./queries";

/** Every learned word with what is known of it. Those that were withdrawn stay: earlier pictures have them. */
export function LearnedWordList() {
  const { t } = useTranslation();
  const { number, instant } = useFormat();
  const said = (text: string) => (text === "" ? t("common.unknown") : text);
  return (
    <Panel title={t("models.learnedWords")}>
      <QueryView query={useQuery(learnedWords)}>
        {(list) =>
          list.length === 0 ? (
            <p className="dim">{t("models.noLearnedWords")}</p>
          ) : (
            <DataTable
              caption={t("models.learnedWords")}
              rows={list}
              keyOf={(each) => each.id}
              dimmed={(each) => each.withdrawnAt !== undefined}
              columns={[
                { name: t("models.word"), cell: (each) => <strong id={placeOf(each.id)}>{each.word}</strong> },
                { name: t("models.base"), cell: (each) => each.baseModelName },
                { name: t("models.tokens"), numeric: true, cell: (each) => number(each.tokens) },
                { name: t("models.origin"), cell: (each) => said(each.origin) },
                { name: t("models.licence"), cell: (each) => said(each.licence) },
                { name: t("common.createdAt"), cell: (each) => instant(each.createdAt) },
                { name: "SHA-256", cell: (each) => <span className="mono">{each.sha256.slice(0, 12)}</span> },
                { name: t("models.use"), cell: (each, row) => <Use word={each} row={row} /> },
              ]}
            />
          )
        }
      </QueryView>
    </Panel>
  );
}

interface UseProps {
  readonly word: LearnedWord;
  readonly row: RefObject<HTMLElement | null>;
}

/** Whether prompts can call for the word; administrators can put an end to it. */
function Use({ word, row }: UseProps) {
  const { t } = useTranslation();
  const { instant } = useFormat();
  const admin = useRole("admin");
  if (word.withdrawnAt !== undefined) {
    return t("models.withdrawn", { when: instant(word.withdrawnAt) });
  }
  return admin ? <Withdraw word={word} row={row} /> : t("models.inForce");
}

function Withdraw({ word, row }: UseProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const start = useMutation({
    mutationFn: () => withdrawWord(word.id),
    onSettled: () => queries.invalidateQueries({ queryKey: learnedWords.queryKey }),
  });
  return (
    <>
      <ConfirmButton
        variant="default"
        size="compact-sm"
        busy={start.isPending}
        name={`${t("models.withdraw")} ${word.word}`}
        question={t("models.withdrawAsk", { word: word.word })}
        consequence={t("models.withdrawMeans")}
        onConfirm={() => start.mutate()}
        heir={row}
      >
        {t("models.withdraw")}
      </ConfirmButton>
      <ProblemNotice error={start.error} />
    </>
  );
}
