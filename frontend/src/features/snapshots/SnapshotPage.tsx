import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Facts } from "../../ui/Facts";
import form from "../../ui/form.module.css";
import { useFormat } from "../../ui/format";
import { Gallery } from "../../ui/Gallery";
import { LinkButton } from "../../ui/LinkButton";
import { Page, Panel } from "../../ui/Page";
import { QueryView } from "../../ui/QueryView";
import { exportOf, manifestOf, snapshot } from "./queries";

const route = getRouteApi("/snapshots/$snapshotId");

export function SnapshotPage() {
  const { t } = useTranslation();
  const { instant, number } = useFormat();
  const { snapshotId } = route.useParams();
  const query = useQuery(snapshot(snapshotId));
  return (
    <QueryView query={query} whole>
      {(shown) => (
        <Page
          title={shown.name}
          lead={t("snapshots.made", { when: instant(shown.createdAt), who: shown.createdBy })}
          actions={
            <LinkButton to="/runs/new" search={{ snapshot: shown.id }}>
              {t("snapshots.train")}
            </LinkButton>
          }
        >
          <Panel title={t("snapshots.content")}>
            <Facts
              large
              facts={[
                [t("snapshots.trainGroups"), number(shown.trainGroups)],
                [t("snapshots.heldoutGroups"), number(shown.heldoutGroups)],
                [t("snapshots.pairs"), number(shown.pairs)],
                [t("snapshots.images"), number(shown.images)],
              ]}
            />
          </Panel>
          {shown.heldoutGroups === 0 && <p className="dim">{t("snapshots.noHeldout")}</p>}
          <Panel title={t("snapshots.images")} aside={<span className="dim">{t("campaigns.picturesHint")}</span>}>
            <Gallery campaignId={shown.campaignId} done={0} />
          </Panel>
          <Panel title={t("snapshots.identity")}>
            <p className={form.hint}>{t("snapshots.digestHint")}</p>
            <p className="mono">{shown.digest}</p>
            <div className={form.actions}>
              <Button component="a" variant="default" href={manifestOf(shown.id)} target="_blank" rel="noreferrer">
                {t("snapshots.manifest")}
              </Button>
              <Button component="a" variant="default" href={exportOf(shown.id)} download>
                {t("snapshots.export")}
              </Button>
              <Link to="/curation/$curationId" params={{ curationId: shown.curationId }}>
                {t("snapshots.curation")}
              </Link>
              <Link to="/campaigns/$campaignId" params={{ campaignId: shown.campaignId }}>
                {t("snapshots.campaign")}
              </Link>
            </div>
          </Panel>
        </Page>
      )}
    </QueryView>
  );
}
