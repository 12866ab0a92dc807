import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Card, CardList } from "../../ui/CardList";
import { useFormat } from "../../ui/format";
import { LinkButton } from "../../ui/LinkButton";
import { Empty, Page } from "../../ui/Page";
import { QueryView } from "../../ui/QueryView";
import { StateBadge } from "../../ui/StateBadge";
import { runs } from "./queries";

export function RunsPage() {
  const { t } = useTranslation();
  const { instant, share } = useFormat();
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
              {list.map((each) => (
                <Card
                  key={each.id}
                  link={{ to: "/runs/$runId", params: { runId: each.id } }}
                  title={each.name}
                  note={`${instant(each.createdAt)} · ${t("runs.steps", { step: each.step, steps: each.steps })}`}
                  aside={
                    <>
                      {each.heldoutAccuracy !== undefined && (
                        <span className="dim">
                          {t("runs.accuracyShort", { share: share(each.heldoutAccuracy, 1) })}
                        </span>
                      )}
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
