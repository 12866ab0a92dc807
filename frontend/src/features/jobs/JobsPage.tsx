import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isLive } from "../../api/queries";
import type { Job } from "../../api/types";
import { Choice } from "../../ui/Choice";
import { Facts } from "../../ui/Facts";
import { useFormat } from "../../ui/format";
import { Empty, Page, Panel } from "../../ui/Page";
import { QueryView } from "../../ui/QueryView";
import { JobRow } from "./JobRow";
import styles from "./jobs.module.css";
import { hasFailed, jobs, most } from "./queries";

const filters = ["ALL", "LIVE", "FAILED"] as const;
type Filter = (typeof filters)[number];
const fits: Record<Filter, (job: Job) => boolean> = { ALL: () => true, LIVE: isLive, FAILED: hasFailed };

/** Long work: what waits, what runs, what failed and why. */
export function JobsPage() {
  const { t } = useTranslation();
  const { number } = useFormat();
  const query = useQuery(jobs);
  const [filter, setFilter] = useState<Filter>("ALL");
  const place = useRef<HTMLElement>(null);
  return (
    <Page title={t("jobs.title")} lead={t("jobs.lead")}>
      <QueryView query={query}>
        {({ list, byState }) => {
          const shown = list.filter(fits[filter]);
          const count = (...states: readonly Job["state"][]) =>
            number(states.reduce((sum, state) => sum + (byState[state] ?? 0), 0));
          return list.length === 0 ? (
            <Empty icon="list" title={t("jobs.emptyTitle")} text={t("jobs.emptyText")} />
          ) : (
            <>
              <Panel>
                <Facts
                  large
                  facts={[
                    [t("state.READY"), count("READY")],
                    [t("state.RUNNING"), count("RUNNING")],
                    [t("state.DONE"), count("DONE")],
                    [t("state.CANCELLED"), count("CANCELLED")],
                    [t("state.FAILED"), count("FAILED", "DEAD")],
                  ]}
                />
                {list.length === most && <p className="dim">{t("jobs.newest", { listed: number(most) })}</p>}
              </Panel>
              <Choice
                label={t("jobs.show")}
                value={filter}
                options={filters.map((value) => ({ value, label: t(`jobs.filter.${value}`) }))}
                onChange={setFilter}
              />
              <section ref={place} tabIndex={-1} aria-label={t("jobs.title")}>
                {shown.length === 0 ? (
                  <p className="dim">{t("jobs.noneSuch")}</p>
                ) : (
                  <ol className={styles.jobs}>
                    {shown.map((job) => (
                      <JobRow key={job.id} job={job} heir={place} />
                    ))}
                  </ol>
                )}
              </section>
            </>
          );
        }}
      </QueryView>
    </Page>
  );
}
