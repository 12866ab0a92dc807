import { Progress } from "@mantine/core";
import { type RefObject, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { LongWork } from "../api/longWork";
import { cancelJob } from "../api/queries";
import type { Job } from "../api/types";
import { CancelButton } from "./CancelButton";
import form from "./form.module.css";
import { useFormat } from "./format";
import { ProblemNotice } from "./ProblemNotice";
import { look, type Pace, paceOf } from "./pace";
import { Reason } from "./Reason";

interface JobProgressProps {
  readonly work: LongWork;
  /** What it does. */
  readonly label: string;
}

/** How far long work is, at which pace, how long it will take, and the way to stop it; or why nothing came of it. */
export function JobProgress({ work: { job, error, watched, queryKey }, label }: JobProgressProps) {
  const place = useRef<HTMLDivElement>(null);
  return (
    <>
      <ProblemNotice error={error} />
      {job !== undefined && (
        <div ref={place} tabIndex={-1}>
          {job.endedAt === undefined ? (
            <Live key={job.id} job={job} label={label} queryKey={queryKey} heir={place} />
          ) : (
            <End job={job} endedAt={job.endedAt} label={label} watched={watched} />
          )}
        </div>
      )}
    </>
  );
}

interface LiveProps extends Pick<LongWork, "queryKey"> {
  readonly job: Job;
  readonly label: string;
  readonly heir: RefObject<HTMLElement | null>;
}

function Live({ job, label, queryKey, heir }: LiveProps) {
  const { t } = useTranslation();
  const waits = t(job.waitReason === undefined ? "work.waiting" : `work.waitReason.${job.waitReason}`);
  return (
    <section aria-label={label}>
      <Course job={job} label={label} />
      <div className={form.actions}>
        <CancelButton
          ask={() => cancelJob(job.id)}
          queryKey={queryKey}
          label={t("work.cancelOf", { label })}
          asked={job.cancelRequested}
          heir={heir}
        />
        <span role="status" className="dim">
          {job.cancelRequested ? t("jobs.cancelling") : job.state === "READY" ? waits : label}
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
      : [t("jobs.stepsOf", { count: job.stepsTotal, done: number(job.stepsDone), total: number(job.stepsTotal) })]),
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
    const fast = perSecond >= 1;
    const count = Math.round(10 * (fast ? perSecond : 60 * perSecond)) / 10; // the word goes by what is shown
    return t(fast ? "work.perSecond" : "work.perMinute", { count, rate: number(count, 1) });
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

interface EndProps {
  readonly job: Job;
  readonly endedAt: string;
  readonly label: string;
  readonly watched: boolean;
}

/** What came of it, told aloud only where it is news. */
function End({ job, endedAt, label, watched }: EndProps) {
  const { t } = useTranslation();
  const when = useFormat().instant(endedAt);
  switch (job.state) {
    case "FAILED":
    case "DEAD":
      return (
        <p role={watched ? "alert" : undefined}>
          {t("work.failed", { label, when })} <Reason message={job.message ?? ""} />
        </p>
      );
    case "CANCELLED":
      return (
        <p role={watched ? "status" : undefined} className="dim">
          {t("work.cancelled", { label, when })}
        </p>
      );
    default:
      return null;
  }
}
