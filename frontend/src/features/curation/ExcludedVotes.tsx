import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Curation, ExclusionReason } from "../../api/types";
import { DataTable } from "../../ui/DataTable";
import { useFormat } from "../../ui/format";
import { LoadMore } from "../../ui/LoadMore";
import { QueryView } from "../../ui/QueryView";
import styles from "./curation.module.css";
import { votesOf } from "./queries";

const atOnce = 20;

interface ExcludedVotesProps {
  readonly curation: Curation;
  readonly reason: ExclusionReason;
}

/** The votes left out for one reason; of very many, the server tells the newest. */
export function ExcludedVotes({ curation, reason }: ExcludedVotesProps) {
  const { t } = useTranslation();
  const { instant, number } = useFormat();
  const query = useQuery(votesOf(curation.id, reason));
  const [most, setMost] = useState(atOnce);
  const answer = useAnswer();
  const total = curation.excluded[reason] ?? 0;
  return (
    <div className={styles.votes}>
      <p className="dim">{t(`exclusionWhy.${reason}`)}</p>
      <QueryView query={query}>
        {(votes) => (
          <>
            <DataTable
              caption={t(`exclusion.${reason}`)}
              rows={votes.slice(0, most)}
              keyOf={(vote) => vote.voteId}
              columns={[
                { name: t("curation.rater"), cell: (vote) => vote.pseudonym },
                { name: t("playground.prompt"), cell: (vote) => vote.prompt },
                { name: t("curation.answer"), cell: (vote) => answer(vote.answer) },
                {
                  name: t("curation.dwell"),
                  numeric: true,
                  cell: (vote) => (vote.dwellMillis === undefined ? "–" : `${number(vote.dwellMillis / 1000, 1)} s`),
                },
                { name: t("curation.castAt"), cell: (vote) => instant(vote.castAt) },
              ]}
            />
            <LoadMore
              more={votes.length > most}
              onMore={() => setMost(most + 5 * atOnce)}
              end={
                total > votes.length
                  ? t("curation.newestOf", { shown: number(votes.length), total: number(total) })
                  : undefined
              }
            />
          </>
        )}
      </QueryView>
    </div>
  );
}

/** Says an answer: a choice, why there is none, or the rank of each candidate, "[1, 2, 2, 4]". */
function useAnswer(): (answer: string) => string {
  const { t, i18n } = useTranslation();
  return (answer) => {
    const known = [`choice.${answer}`, `skip.${answer}`].find((key) => i18n.exists(key));
    if (known !== undefined) {
      return t(known as "choice.LEFT");
    }
    const ranks = [...answer.matchAll(/\d+/g)];
    return ranks.length === 0
      ? answer
      : ranks.map(([rank], slot) => t("rating.spoken.rank", { number: slot + 1, rank })).join(t("rating.spoken.comma"));
  };
}
