import { infiniteQueryOptions, queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, told } from "../../api/client";
import { DataTable } from "../../ui/DataTable";
import { Facts } from "../../ui/Facts";
import { useFormat } from "../../ui/format";
import { LoadMore } from "../../ui/LoadMore";
import { Empty, Page, Panel } from "../../ui/Page";
import { QueryView } from "../../ui/QueryView";
import styles from "./audit.module.css";

const PAGE = 50;

const entries = infiniteQueryOptions({
  queryKey: ["audit"],
  queryFn: ({ pageParam }) =>
    told(
      api.GET("/api/audit", {
        params: { query: pageParam === 0 ? { limit: PAGE } : { limit: PAGE, before: pageParam } },
      }),
    ),
  initialPageParam: 0,
  getNextPageParam: (page) => (page.length < PAGE ? undefined : page.at(-1)?.seq),
});

const chain = queryOptions({
  queryKey: ["audit", "chain"],
  queryFn: () => told(api.GET("/api/audit/chain")),
});

/** What people with power did, newest first, and whether the record still holds together. */
export function AuditPage() {
  const { t } = useTranslation();
  const { instant } = useFormat();
  const query = useInfiniteQuery(entries);
  return (
    <Page title={t("audit.title")} lead={t("audit.lead")} wide>
      <Chain />
      <QueryView query={query}>
        {({ pages }) =>
          pages.flat().length === 0 ? (
            <Empty icon="list" title={t("audit.emptyTitle")} text={t("audit.emptyText")} />
          ) : (
            <Panel>
              <DataTable
                caption={t("audit.title")}
                rows={pages.flat()}
                keyOf={(entry) => String(entry.seq)}
                columns={[
                  { name: t("audit.number"), numeric: true, cell: (entry) => entry.seq },
                  { name: t("audit.at"), whole: true, cell: (entry) => instant(entry.at) },
                  { name: t("audit.actor"), cell: (entry) => entry.actor },
                  {
                    name: t("audit.action"),
                    whole: true,
                    cell: (entry) =>
                      t(`audit.actions.${entry.action as "person.added"}`, { defaultValue: entry.action }),
                  },
                  {
                    name: t("common.details"),
                    cell: (entry) => <Details details={entry.details} />,
                  },
                  {
                    name: t("audit.subject"),
                    whole: true,
                    cell: (entry) => (
                      <span className="mono" title={entry.subject}>
                        {entry.subject.slice(0, 8)}
                      </span>
                    ),
                  },
                ]}
              />
              <LoadMore
                more={query.hasNextPage}
                loading={query.isFetchingNextPage}
                error={query.isFetchNextPageError ? query.error : null}
                onMore={() => void query.fetchNextPage()}
              />
            </Panel>
          )
        }
      </QueryView>
    </Page>
  );
}

/** What the entry says beside who, when and what: names in the reader's language, digests and ids by their beginning. */
function Details({ details }: { details: Readonly<Record<string, unknown>> }) {
  const { t } = useTranslation();
  const { instant } = useFormat();
  const shown = (value: string) =>
    /^\d{4}-\d\d-\d\dT/.test(value) ? (
      instant(value)
    ) : /^[0-9a-f-]{32,}$/.test(value) ? (
      <span className="mono" title={value}>
        {value.slice(0, 8)}
      </span>
    ) : (
      value
    );
  const said = Object.entries(details).filter(([, value]) => value !== ""); // nobody knew it
  return (
    <ul className={styles.details}>
      {said.map(([name, value]) => (
        <li key={name}>
          <span className="dim">{t(`audit.detail.${name as "name"}`, { defaultValue: name })}</span>{" "}
          {name === "kind" || name === "role"
            ? t(`${name}.${name === "role" ? String(value).toLowerCase() : String(value)}` as "kind.COLLECTION", {
                defaultValue: String(value),
              })
            : shown(String(value))}
        </li>
      ))}
    </ul>
  );
}

function Chain() {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (
    <QueryView query={useQuery(chain)}>
      {(found) => (
        <Panel title={t("audit.chain")}>
          <Facts
            facts={[
              [
                t("common.state"),
                found.intact ? t("audit.intact") : t("audit.broken", { number: found.brokenAt, reason: found.reason }),
              ],
              [t("audit.entries"), number(found.entries)],
              [
                t("audit.head"),
                <span key="head" className="mono">
                  {found.head}
                </span>,
              ],
            ]}
          />
        </Panel>
      )}
    </QueryView>
  );
}
