import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { useLongWork } from "../api/longWork";
import { curate, curationJobs, curationsOf } from "../api/queries";
import type { Campaign } from "../api/types";
import { BusyButton } from "./BusyButton";
import { Card, CardList } from "./CardList";
import { useFormat } from "./format";
import { JobProgress } from "./JobProgress";
import { Panel } from "./Page";
import { ProblemNotice } from "./ProblemNotice";
import { QueryView } from "./QueryView";

interface CurationsProps {
  readonly campaign: Campaign;
  readonly title: string;
  /** What the button says. */
  readonly words: string;
  /** What is said where there are none. */
  readonly none: string;
  /** Where a page shows several campaigns: the one whose votes were last asked to be curated. */
  readonly last?: RefObject<string | undefined>;
}

/** What was made of a campaign's votes, and the way to curate them anew. The one asked for last opens at its end. */
export function Curations({ campaign, title, words, none, last }: CurationsProps) {
  const { t } = useTranslation();
  const { instant, fixed } = useFormat();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const past = useQuery(curationsOf(campaign.id));
  const { begin, work } = useLongWork(
    curationJobs(campaign.id),
    () => curate(campaign.id),
    ({ curationId }, mine) => {
      void queries.invalidateQueries({ queryKey: curationsOf(campaign.id).queryKey });
      if (mine && curationId !== undefined && (last === undefined || last.current === campaign.id)) {
        void navigate({ to: "/curation/$curationId", params: { curationId } });
      }
    },
  );
  const start = () => {
    if (last !== undefined) {
      last.current = campaign.id;
    }
    begin.mutate();
  };
  return (
    <Panel
      title={title}
      aside={
        <BusyButton
          size="compact-md"
          variant={last === undefined ? "filled" : "default"}
          busy={begin.isPending}
          disabled={campaign.counts.votes === 0}
          onClick={start}
        >
          {words}
        </BusyButton>
      }
    >
      <ProblemNotice error={begin.error} />
      <JobProgress work={work} label={t("curation.working", { name: campaign.name })} />
      <QueryView query={past}>
        {(list) =>
          list.length === 0 ? (
            <p className="dim">{none}</p>
          ) : (
            <CardList>
              {list.map((each) => (
                <Card
                  key={each.id}
                  link={{ to: "/curation/$curationId", params: { curationId: each.id } }}
                  title={instant(each.createdAt)}
                  note={t("curation.line", {
                    count: each.votes,
                    kept: each.kept,
                    votes: each.votes,
                    groups: t("curation.groupCount", { count: each.groups }),
                  })}
                  aside={
                    each.alpha === undefined ? undefined : (
                      <span className="dim">{t("curation.alphaShort", { alpha: fixed(each.alpha, 2) })}</span>
                    )
                  }
                />
              ))}
            </CardList>
          )
        }
      </QueryView>
    </Panel>
  );
}
