import { Button } from "@mantine/core";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, told } from "../../api/client";
import type { Job } from "../../api/types";
import { DataTable } from "../../ui/DataTable";
import { useFormat } from "../../ui/format";
import { Empty, Page, Panel } from "../../ui/Page";
import { ProblemNotice } from "../../ui/ProblemNotice";
import { QueryView } from "../../ui/QueryView";
import { StateBadge } from "../../ui/StateBadge";

const jobs = queryOptions({
  queryKey: ["jobs"],
  queryFn: () => told(api.GET("/api/jobs", { params: { query: { limit: 100 } } })),
  refetchInterval: 3_000,
});

export function JobsPage() {
  const { t } = useTranslation();
  const { instant, number } = useFormat();
  const query = useQuery(jobs);
  return (
    <Page title={t("jobs.title")} lead={t("jobs.lead")} wide>
      <QueryView query={query}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon="list" title={t("jobs.emptyTitle")} text={t("jobs.emptyText")} />
          ) : (
            <Panel>
              <DataTable
                caption={t("jobs.title")}
                rows={list}
                keyOf={(job) => job.id}
                columns={[
                  {
                    name: t("jobs.kind"),
                    cell: (job) => <Subject job={job} />,
                  },
                  { name: t("common.state"), cell: (job) => <StateBadge state={job.state} /> },
                  {
                    name: t("jobs.steps"),
                    numeric: true,
                    cell: (job) =>
                      job.stepsTotal === 0 ? "–" : `${number(job.stepsDone)} / ${number(job.stepsTotal)}`,
                  },
                  { name: t("jobs.attempt"), numeric: true, cell: (job) => (job.attempt === 0 ? "–" : job.attempt) },
                  { name: t("common.createdAt"), cell: (job) => instant(job.createdAt) },
                  {
                    name: t("jobs.message"),
                    cell: (job) => (job.failures > 0 || job.state === "FAILED" ? job.message : undefined) ?? "–",
                  },
                  { name: t("jobs.change"), cell: (job) => <Cancel job={job} /> },
                ]}
              />
            </Panel>
          )
        }
      </QueryView>
    </Page>
  );
}

/** What the job does, with a way to the thing it does it for. */
function Subject({ job }: { job: Job }) {
  const { t } = useTranslation();
  const words = t(`jobs.kinds.${job.kind as "train"}`, { defaultValue: job.kind });
  switch (job.kind) {
    case "train":
      return (
        <Link to="/runs/$runId" params={{ runId: job.subjectId }}>
          {words}
        </Link>
      );
    case "open-campaign":
      return (
        <Link to="/campaigns/$campaignId" params={{ campaignId: job.subjectId }}>
          {words}
        </Link>
      );
    default:
      return <>{words}</>;
  }
}

function Cancel({ job }: { job: Job }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const start = useMutation({
    mutationFn: () => told(api.POST("/api/jobs/{id}/cancel", { params: { path: { id: job.id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: jobs.queryKey }),
  });
  if (job.endedAt !== undefined) {
    return null;
  }
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        loading={start.isPending}
        disabled={job.cancelRequested}
        onClick={() => start.mutate()}
      >
        {job.cancelRequested ? t("jobs.cancelling") : t("common.cancel")}
      </Button>
      {start.error !== null && <ProblemNotice error={start.error} />}
    </>
  );
}
