import { Button, Progress } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type RefObject, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { campaigns, cancelJob, isLive } from "../../api/queries";
import type { Job } from "../../api/types";
import { ConfirmButton } from "../../ui/ConfirmButton";
import { useFormat } from "../../ui/format";
import { useHeir } from "../../ui/heir";
import { Icon, type IconName } from "../../ui/Icon";
import { ProblemNotice } from "../../ui/ProblemNotice";
import { Reason } from "../../ui/Reason";
import { StateBadge } from "../../ui/StateBadge";
import { Attempts } from "./Attempts";
import styles from "./jobs.module.css";
import { hasFailed, jobs, runs } from "./queries";

const icons: Readonly<Record<string, IconName>> = {
  generate: "brush",
  "open-campaign": "flag",
  curate: "sieve",
  freeze: "archive",
  train: "curve",
};

interface JobRowProps {
  readonly job: Job;
  /** What the focus goes to when this goes, as a cancelled job does from among the live ones. */
  readonly heir: RefObject<HTMLElement | null>;
}

/** One job: what it is for, how far it is, what went wrong, and the way to stop it. */
export function JobRow({ job, heir }: JobRowProps) {
  const { t } = useTranslation();
  const { instant, number, seconds } = useFormat();
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLLIElement>(null);
  useHeir(place, heir);
  const live = isLive(job);
  const steps = t("jobs.stepsOf", {
    count: job.stepsTotal,
    done: number(job.stepsDone),
    total: number(job.stepsTotal),
  });
  const spent = job.startedAt === undefined ? undefined : secondsBetween(job.startedAt, job.endedAt);
  const facts = [
    instant(job.createdAt),
    ...(job.stepsTotal > 0 ? [steps] : []),
    ...(spent === undefined ? [] : [t("jobs.spent", { time: seconds(spent) })]),
    ...(job.attempt > 1 ? [t("jobs.attemptNumber", { number: job.attempt })] : []),
  ];
  return (
    <li ref={place} tabIndex={-1} className={styles.job}>
      <span className={styles.mark}>
        <Icon name={icons[job.kind] ?? "list"} />
      </span>
      <div className={styles.words}>
        <div className={styles.name}>
          <Subject job={job} />
          <StateBadge state={job.state} />
        </div>
        <p className={styles.facts}>{facts.join(" · ")}</p>
        {live && job.stepsTotal > 0 && (
          <Progress size={4} value={(100 * job.stepsDone) / job.stepsTotal} aria-label={steps} mt={6} />
        )}
        {job.waitReason !== undefined && <p className={styles.trouble}>{t(`work.waitReason.${job.waitReason}`)}</p>}
        {job.message !== undefined && (job.failures > 0 || hasFailed(job) || job.waitReason === "NO_ROOM") && (
          <p className={styles.trouble}>
            <Reason message={job.message} imports={job.kind === "import-model"} />
          </p>
        )}
      </div>
      <div className={styles.acts}>
        <Cancel job={job} heir={place} />
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          rightSection={<Icon name="unfold" size={14} />}
          className={styles.more ?? ""}
        >
          {t("common.details")}
        </Button>
      </div>
      {open && <Attempts job={job} />}
    </li>
  );
}

const secondsBetween = (from: string, to: string | undefined) =>
  Math.max(0, ((to === undefined ? Date.now() : Date.parse(to)) - Date.parse(from)) / 1000);

/** What the job does, with a way to the thing it does it for. */
function Subject({ job }: { job: Job }) {
  const { t } = useTranslation();
  const run = useQuery({ ...runs, enabled: job.kind === "train" }).data?.find((each) => each.id === job.subjectId);
  const ofCampaign = job.kind === "open-campaign" || job.kind === "curate";
  const campaign = useQuery({ ...campaigns, enabled: ofCampaign }).data?.find((each) => each.id === job.subjectId);
  const kind = t(`jobs.kinds.${job.kind as "train"}`, { defaultValue: job.kind });
  switch (job.kind) {
    case "train":
      return (
        <Link to="/runs/$runId" params={{ runId: job.subjectId }}>
          {run === undefined ? kind : t("jobs.of", { kind, name: run.name })}
        </Link>
      );
    case "open-campaign":
    case "curate":
      return (
        <Link to="/campaigns/$campaignId" params={{ campaignId: job.subjectId }}>
          {campaign === undefined ? kind : t("jobs.of", { kind, name: campaign.name })}
        </Link>
      );
    case "freeze":
      return (
        <Link to="/curation/$curationId" params={{ curationId: job.subjectId }}>
          {kind}
        </Link>
      );
    case "generate":
      return (
        <Link to="/playground" search={{ g: job.subjectId }}>
          {kind}
        </Link>
      );
    default:
      return <>{kind}</>;
  }
}

function Cancel({ job, heir }: JobRowProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const start = useMutation({
    mutationFn: () => cancelJob(job.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: jobs.queryKey }),
  });
  if (!isLive(job)) {
    return null;
  }
  if (job.cancelRequested) {
    return <span className="dim">{t("jobs.cancelling")}</span>;
  }
  return (
    <>
      <ConfirmButton
        variant="default"
        size="compact-sm"
        busy={start.isPending}
        question={t("jobs.cancelAsk")}
        consequence={t(`jobs.cancelMeans.${job.kind as "train"}`, { defaultValue: t("jobs.cancelMeans.other") })}
        onConfirm={() => start.mutate()}
        heir={heir}
      >
        {t("jobs.cancel")}
      </ConfirmButton>
      <ProblemNotice error={start.error} />
    </>
  );
}
