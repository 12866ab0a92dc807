import { Progress } from "@mantine/core";
import type { QueryKey } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { cancelJob, isLive } from "../api/queries";
import type { Job } from "../api/types";
import { CancelButton } from "./CancelButton";
import form from "./form.module.css";
import { useFormat } from "./format";
import { look, type Pace, paceOf } from "./pace";

interface JobProgressProps {
  readonly job: Job;
  /** What it does. */
  readonly label: string;
  /** What is to be asked again once somebody cancelled. */
  readonly queryKey: QueryKey;
}

/** How far long work is, at which pace, how long it will take, and the way to stop it; or why nothing came of it. */
export function JobProgress({ job, label, queryKey }: JobProgressProps) {
  const { t } = useTranslation();
  if (!isLive(job)) {
    return <End job={job} label={label} />;
  }
  return (
    <section aria-label={label}>
      <Course job={job} label={label} />
      <div className={form.actions}>
        <CancelButton
          ask={() => cancelJob(job.id)}
          queryKey={queryKey}
          label={t("work.cancelOf", { label })}
          asked={job.cancelRequested}
        />
        <span role="status" className="dim">
          {job.cancelRequested ? t("jobs.cancelling") : job.state === "READY" ? t("work.waiting") : label}
        </span>
      </div>
    </section>
  );
}

function Course({ job, label }: { job: Job; label: string }) {
  const { t } = useTranslation();
  const { number, seconds, share } = useFormat();
  const pace = usePace(job);
  const done = job.stepsTotal === 0 ? 0 : job.stepsDone / job.stepsTotal;
  const facts = [
    share(done),
    ...(job.stepsTotal === 0
      ? []
      : [t("jobs.stepsOf", { done: number(job.stepsDone), total: number(job.stepsTotal) })]),
    ...(pace === undefined ? [] : [rate(pace), t("work.left", { time: seconds(pace.secondsLeft) })]),
    ...(job.attempt > 1 ? [t("jobs.attemptNumber", { number: job.attempt })] : []),
  ];
  return (
    <>
      <Progress value={100 * done} aria-label={label} animated={job.state === "RUNNING"} />
      <p className="dim">{facts.join(" · ")}</p>
    </>
  );

  function rate({ perSecond }: Pace) {
    return perSecond >= 1
      ? t("work.perSecond", { rate: number(perSecond, 1) })
      : t("work.perMinute", { rate: number(60 * perSecond, 1) });
  }
}

function usePace(job: Job): Pace | undefined {
  const [before, setBefore] = useState(() => look(undefined, job, Date.now()));
  const seen = look(before, job, Date.now());
  if (seen !== before) {
    setBefore(seen);
  }
  return paceOf(seen, job.stepsTotal);
}

function End({ job, label }: { job: Job; label: string }) {
  const { t } = useTranslation();
  switch (job.state) {
    case "FAILED":
    case "DEAD":
      return (
        <p role="alert">
          {t("work.failed", { label })} <span className="dim">{job.message}</span>
        </p>
      );
    case "CANCELLED":
      return (
        <p role="status" className="dim">
          {t("work.cancelled", { label })}
        </p>
      );
    default:
      return null;
  }
}
