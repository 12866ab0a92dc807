import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ExclusionReason } from "../../api/types";
import { DataTable } from "../../ui/DataTable";
import { useFormat } from "../../ui/format";
import { LoadMore } from "../../ui/LoadMore";
import { QueryView } from "../../ui/QueryView";
import styles from "./curation.module.css";
import { votesOf } from "./queries";

const atOnce = 20;

/** The votes left out for one reason. */
export function ExcludedVotes({ curationId, reason }: { curationId: string; reason: ExclusionReason }) {
  const { t } = useTranslation();
  const { instant, number } = useFormat();
  const query = useQuery(votesOf(curationId, reason));
  const [most, setMost] = useState(atOnce);
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
                {
                  name: t("curation.answer"),
                  cell: (vote) => t(`choice.${vote.answer as "LEFT"}`, { defaultValue: vote.answer }),
                },
                {
                  name: t("curation.dwell"),
                  numeric: true,
                  cell: (vote) => (vote.dwellMillis === undefined ? "–" : `${number(vote.dwellMillis / 1000, 1)} s`),
                },
                { name: t("curation.castAt"), cell: (vote) => instant(vote.castAt) },
              ]}
            />
            <LoadMore more={votes.length > most} onMore={() => setMost(most + 5 * atOnce)} />
          </>
        )}
      </QueryView>
    </div>
  );
}
