import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useLongWork } from "../../api/longWork";
import { campaigns, curate, curationJobs, curationsOf } from "../../api/queries";
import type { Campaign } from "../../api/types";
import { Card, CardList } from "../../ui/CardList";
import { useFormat } from "../../ui/format";
import { JobProgress } from "../../ui/JobProgress";
import { LinkButton } from "../../ui/LinkButton";
import { Empty, Page, Panel } from "../../ui/Page";
import { ProblemNotice } from "../../ui/ProblemNotice";
import { QueryView } from "../../ui/QueryView";

/** Campaigns with votes, and what was made of them. */
export function CurationListPage() {
  const { t } = useTranslation();
  const query = useQuery(campaigns);
  return (
    <Page title={t("curation.title")} lead={t("curation.lead")}>
      <QueryView query={query}>
        {(list) => {
          const voted = list.filter((each) => each.counts.votes > 0);
          return voted.length === 0 ? (
            <Empty icon="sieve" title={t("curation.emptyTitle")} text={t("curation.emptyText")}>
              <LinkButton variant="default" to="/campaigns">
                {t("nav.campaigns")}
              </LinkButton>
            </Empty>
          ) : (
            voted.map((each) => <OfCampaign key={each.id} campaign={each} />)
          );
        }}
      </QueryView>
    </Page>
  );
}

function OfCampaign({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const { instant, fixed } = useFormat();
  const navigate = useNavigate();
  const past = useQuery(curationsOf(campaign.id));
  const queries = useQueryClient();
  const { begin: start, job } = useLongWork(
    curationJobs(campaign.id),
    () => curate(campaign.id),
    ({ curationId }, mine) => {
      void queries.invalidateQueries({ queryKey: curationsOf(campaign.id).queryKey });
      if (mine && curationId !== undefined) {
        void navigate({ to: "/curation/$curationId", params: { curationId } });
      }
    },
  );
  return (
    <Panel
      title={campaign.name}
      aside={
        <Button size="compact-md" variant="default" loading={start.isPending} onClick={() => start.mutate()}>
          {t("curation.start", { count: campaign.counts.votes })}
        </Button>
      }
    >
      {start.error !== null && <ProblemNotice error={start.error} />}
      {job !== undefined && (
        <JobProgress
          job={job}
          label={t("curation.working", { name: campaign.name })}
          queryKey={curationJobs(campaign.id).queryKey}
        />
      )}
      <QueryView query={past}>
        {(list) =>
          list.length === 0 ? (
            <p className="dim">{t("curation.never")}</p>
          ) : (
            <CardList>
              {list.map((each) => (
                <Card
                  key={each.id}
                  link={{ to: "/curation/$curationId", params: { curationId: each.id } }}
                  title={instant(each.createdAt)}
                  note={t("curation.line", { kept: each.kept, votes: each.votes, groups: each.groups })}
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
