import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { campaigns, snapshots } from "../../api/queries";
import { Card, CardList } from "../../ui/CardList";
import { useFormat } from "../../ui/format";
import { LinkButton } from "../../ui/LinkButton";
import { Empty, Page } from "../../ui/Page";
import { QueryView } from "../../ui/QueryView";

export function SnapshotsPage() {
  const { t } = useTranslation();
  const { instant } = useFormat();
  const query = useQuery(snapshots);
  const known = useQuery(campaigns).data ?? [];
  return (
    <Page title={t("snapshots.title")} lead={t("snapshots.lead")}>
      <QueryView query={query}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon="archive" title={t("snapshots.emptyTitle")} text={t("snapshots.emptyText")}>
              <LinkButton variant="default" to="/curation">
                {t("nav.curation")}
              </LinkButton>
            </Empty>
          ) : (
            <CardList>
              {list.map((each) => (
                <Card
                  key={each.id}
                  link={{ to: "/snapshots/$snapshotId", params: { snapshotId: each.id } }}
                  title={each.name}
                  note={t("snapshots.line", {
                    count: each.pairs,
                    pairs: each.pairs,
                    images: each.images,
                    when: instant(each.createdAt),
                  })}
                  covers={known.find((campaign) => campaign.id === each.campaignId)?.covers ?? []}
                  aside={<span className="mono dim">{each.digest.slice(0, 12)}</span>}
                />
              ))}
            </CardList>
          )
        }
      </QueryView>
    </Page>
  );
}
