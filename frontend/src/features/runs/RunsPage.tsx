import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Run } from "../../api/types";
import { Card, CardList } from "../../ui/CardList";
import { useFormat } from "../../ui/format";
import { LinkButton } from "../../ui/LinkButton";
import { Empty, Page } from "../../ui/Page";
import { QueryView } from "../../ui/QueryView";
import { StateBadge } from "../../ui/StateBadge";
import { runs, samples } from "./queries";

/** The newest runs show their pictures; older ones are known by name. */
const picturedAtMost = 24;

export function RunsPage() {
  const { t } = useTranslation();
  const query = useQuery(runs);
  return (
    <Page
      title={t("runs.title")}
      lead={t("runs.lead")}
      actions={<LinkButton to="/runs/new">{t("runs.new")}</LinkButton>}
    >
      <QueryView query={query}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon="curve" title={t("runs.emptyTitle")} text={t("runs.emptyText")}>
              <LinkButton variant="default" to="/snapshots">
                {t("nav.snapshots")}
              </LinkButton>
            </Empty>
          ) : (
            <CardList>
              {list.map((each, place) => (
                <RunCard key={each.id} run={each} pictured={place < picturedAtMost} />
              ))}
            </CardList>
          )
        }
      </QueryView>
    </Page>
  );
}

function RunCard({ run, pictured }: { run: Run; pictured: boolean }) {
  const { t } = useTranslation();
  const { instant, share } = useFormat();
  const drawn = useQuery({ ...samples(run.id), enabled: pictured }).data ?? [];
  const last = Math.max(...drawn.map((each) => each.step));
  return (
    <Card
      link={{ to: "/runs/$runId", params: { runId: run.id } }}
      title={run.name}
      note={`${t("runs.fromSnapshot", { name: run.snapshotName })} · ${t("runs.steps", { count: run.steps, step: run.step, steps: run.steps })} · ${instant(run.createdAt)}`}
      covers={drawn.filter((each) => each.step === last).map((each) => each.url)}
      aside={
        <>
          {run.heldoutAccuracy !== undefined && (
            <span className="dim">{t("runs.accuracyShort", { share: share(run.heldoutAccuracy, 1) })}</span>
          )}
          <StateBadge state={run.state} />
        </>
      }
    />
  );
}
