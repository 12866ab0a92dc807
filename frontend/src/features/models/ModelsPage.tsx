import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useRole } from "../../api/me";
import { modelVersions, serving } from "../../api/queries";
import type { Promotion } from "../../api/types";
import { DataTable } from "../../ui/DataTable";
import { Facts } from "../../ui/Facts";
import { useFormat } from "../../ui/format";
import { Empty, Page, Panel } from "../../ui/Page";
import { QueryView } from "../../ui/QueryView";
import { StateBadge } from "../../ui/StateBadge";
import { AdapterList } from "./AdapterList";
import { BaseModelList } from "./BaseModelList";
import { ImportForm } from "./ImportForm";
import { Imports } from "./Imports";
import { LearnedWordList } from "./LearnedWordList";
import { promotions } from "./queries";
import { Rollback } from "./Rollback";

/** What can paint, what paints now, and how it came to that. */
export function ModelsPage() {
  const { t } = useTranslation();
  const { instant } = useFormat();
  const curator = useRole("curator");
  const admin = useRole("admin");
  const served = useQuery(serving);
  const place = useRef<HTMLDivElement>(null);
  return (
    <Page title={t("models.title")} lead={t("models.lead")}>
      <Panel title={t("models.serving")}>
        <div ref={place} tabIndex={-1}>
          <QueryView query={served}>
            {(now) => (
              <Facts
                facts={[
                  [t("models.version"), now.modelVersion.name],
                  [t("models.base"), now.modelVersion.baseModelName],
                  [t("models.adapter"), digest(now.modelVersion.adapterSha256)],
                  [t("models.since"), instant(now.since)],
                ]}
              />
            )}
          </QueryView>
        </div>
        {curator && <Rollback heir={place} />}
      </Panel>
      <Versions />
      {curator && <History />}
      {curator && <BaseModelList />}
      <AdapterList />
      <LearnedWordList />
      {admin && <ImportForm />}
      {curator && <Imports />}
    </Page>
  );

  function digest(sha256: string | undefined) {
    return sha256 === undefined ? t("common.none") : <span className="mono">{sha256.slice(0, 12)}</span>;
  }
}

function Versions() {
  const { t } = useTranslation();
  const curator = useRole("curator");
  const { instant } = useFormat();
  const query = useQuery(modelVersions);
  return (
    <Panel title={t("models.versions")}>
      <QueryView query={query}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon="cube" title={t("models.emptyTitle")} text={t("models.emptyText")} />
          ) : (
            <DataTable
              caption={t("models.versions")}
              rows={list}
              keyOf={(each) => each.id}
              columns={[
                { name: t("models.version"), cell: (each) => <strong>{each.name}</strong> },
                { name: t("models.base"), cell: (each) => each.baseModelName },
                {
                  name: t("models.adapter"),
                  cell: (each) =>
                    each.adapterSha256 === undefined ? (
                      t("common.none")
                    ) : (
                      <span className="mono">{each.adapterSha256.slice(0, 12)}</span>
                    ),
                },
                { name: t("models.size"), cell: (each) => `${each.width} × ${each.height}` },
                { name: t("common.createdAt"), cell: (each) => instant(each.createdAt) },
                {
                  name: t("models.use"),
                  cell: (each) =>
                    each.serving ? (
                      <StateBadge state="SERVING" />
                    ) : curator ? (
                      <Link to="/comparisons/new" search={{ challenger: each.id }}>
                        {t("models.compare")}
                      </Link>
                    ) : (
                      "–"
                    ),
                },
              ]}
            />
          )
        }
      </QueryView>
    </Panel>
  );
}

/** Why a version was put into use: the comparison it won, or the written reason. */
function Grounds({ promotion }: { promotion: Promotion }) {
  const { t } = useTranslation();
  if (promotion.comparisonId === undefined) {
    return promotion.reason === undefined ? <span className="dim">{t("models.noReason")}</span> : promotion.reason;
  }
  return (
    <Link to="/comparisons/$comparisonId" params={{ comparisonId: promotion.comparisonId }}>
      {promotion.reason ?? t("models.byVerdict")}
    </Link>
  );
}

function History() {
  const { t } = useTranslation();
  const { instant } = useFormat();
  const query = useQuery(promotions);
  return (
    <Panel title={t("models.history")}>
      <QueryView query={query}>
        {(list) =>
          list.length === 0 ? (
            <p className="dim">{t("models.noHistory")}</p>
          ) : (
            <DataTable
              caption={t("models.history")}
              rows={list}
              keyOf={(each) => each.id}
              columns={[
                { name: t("models.when"), cell: (each) => instant(each.createdAt) },
                { name: t("models.what"), cell: (each) => t(`models.kind.${each.kind as "PROMOTION" | "ROLLBACK"}`) },
                { name: t("models.version"), cell: (each) => each.modelVersionName },
                { name: t("models.why"), cell: (each) => <Grounds promotion={each} /> },
                { name: t("models.who"), cell: (each) => each.by },
              ]}
            />
          )
        }
      </QueryView>
    </Panel>
  );
}
