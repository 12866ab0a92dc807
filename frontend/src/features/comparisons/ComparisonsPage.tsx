import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { campaigns } from "../../api/queries";
import { Card, CardList } from "../../ui/CardList";
import { useFormat } from "../../ui/format";
import { LinkButton } from "../../ui/LinkButton";
import { Empty, Page } from "../../ui/Page";
import { QueryView } from "../../ui/QueryView";
import { StateBadge } from "../../ui/StateBadge";
import { comparisons } from "./queries";

export function ComparisonsPage() {
  const { t } = useTranslation();
  const { instant } = useFormat();
  const query = useQuery(comparisons);
  const known = useQuery(campaigns).data ?? [];
  return (
    <Page
      title={t("comparisons.title")}
      lead={t("comparisons.lead")}
      actions={<LinkButton to="/comparisons/new">{t("comparisons.new")}</LinkButton>}
    >
      <QueryView query={query}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon="scale" title={t("comparisons.emptyTitle")} text={t("comparisons.emptyText")}>
              <LinkButton variant="default" to="/runs">
                {t("nav.runs")}
              </LinkButton>
            </Empty>
          ) : (
            <CardList>
              {list.map((each) => (
                <Card
                  key={each.id}
                  link={{ to: "/comparisons/$comparisonId", params: { comparisonId: each.id } }}
                  title={each.name}
                  note={`${t("comparisons.versus", { challenger: each.challengerName, champion: each.championName })} · ${instant(each.createdAt)}`}
                  covers={known.find((campaign) => campaign.id === each.campaignId)?.covers ?? []}
                  aside={
                    <>
                      <span className="dim">{t("comparisons.ratersShort", { count: each.raters })}</span>
                      <StateBadge state={each.verdict} />
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
