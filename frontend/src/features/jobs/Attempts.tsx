import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Job } from "../../api/types";
import { DataTable } from "../../ui/DataTable";
import { Facts } from "../../ui/Facts";
import { useFormat } from "../../ui/format";
import { QueryView } from "../../ui/QueryView";
import { Reason } from "../../ui/Reason";
import styles from "./jobs.module.css";
import { attemptsOf } from "./queries";

/** What became of each attempt, and what an operator needs to find it in the log. */
export function Attempts({ job }: { job: Job }) {
  const { t } = useTranslation();
  const { instant, number } = useFormat();
  const query = useQuery(attemptsOf(job.id, `${job.attempt} ${job.state}`));
  const told = (message: string | undefined) =>
    message ? <Reason message={message} imports={job.kind === "import-model"} /> : "–";
  return (
    <div className={styles.details}>
      <Facts
        facts={[
          [
            t("jobs.id"),
            <span key="id" className="mono">
              {job.id}
            </span>,
          ],
          [t("jobs.lane"), t(`jobs.lanes.${job.lane}`)],
          [t("jobs.failures"), number(job.failures)],
          [t("jobs.message"), told(job.message)],
        ]}
      />
      <QueryView query={query}>
        {(list) =>
          list.length === 0 ? (
            <p className="dim">{t(job.attempt === 0 ? "jobs.noAttempt" : "jobs.notKept")}</p>
          ) : (
            <DataTable
              caption={t("jobs.attempts")}
              rows={list}
              keyOf={(each) => String(each.attempt)}
              columns={[
                { name: t("jobs.attempt"), numeric: true, cell: (each) => each.attempt },
                {
                  name: t("common.state"),
                  cell: (each) => t(`jobs.outcome.${each.outcome ?? "RUNNING"}`),
                },
                { name: t("jobs.started"), whole: true, cell: (each) => instant(each.startedAt) },
                {
                  name: t("jobs.ended"),
                  whole: true,
                  cell: (each) => (each.endedAt === undefined ? "–" : instant(each.endedAt)),
                },
                { name: t("jobs.steps"), numeric: true, cell: (each) => number(each.stepsDone) },
                { name: t("jobs.worker"), cell: (each) => <span className="mono">{each.worker}</span> },
                { name: t("jobs.message"), cell: (each) => told(each.message) },
              ]}
            />
          )
        }
      </QueryView>
    </div>
  );
}
