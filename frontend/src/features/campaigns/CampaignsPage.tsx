import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { campaigns } from "../../api/queries";
import { Card, CardList } from "../../ui/CardList";
import { LinkButton } from "../../ui/LinkButton";
import { Empty, Page } from "../../ui/Page";
import { QueryView } from "../../ui/QueryView";
import { StateBadge } from "../../ui/StateBadge";

export function CampaignsPage() {
  const { t } = useTranslation();
  const query = useQuery(campaigns);
  return (
    <Page
      title={t("campaigns.title")}
      lead={t("campaigns.lead")}
      actions={<LinkButton to="/campaigns/new">{t("campaigns.new")}</LinkButton>}
    >
      <QueryView query={query}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon="flag" title={t("campaigns.emptyTitle")} text={t("campaigns.emptyText")}>
              <LinkButton to="/campaigns/new">{t("campaigns.new")}</LinkButton>
            </Empty>
          ) : (
            <CardList>
              {list.map((each) => (
                <Card
                  key={each.id}
                  link={{ to: "/campaigns/$campaignId", params: { campaignId: each.id } }}
                  title={each.name}
                  note={`${t(`kind.${each.kind}`)} · ${t(`audience.${each.audience}`)} · ${t(`taskKind.${each.taskKind}`)}`}
                  covers={each.covers}
                  aside={
                    <>
                      <span className="dim">
                        {t("campaigns.voted", {
                          count: each.counts.votesWanted,
                          done: each.counts.votes,
                          total: each.counts.votesWanted,
                        })}
                      </span>
                      <StateBadge state={each.state} />
                    </>
                  }
                />
              ))}
            </CardList>
          )
        }
      </QueryView>
    </Page>
  );
}
