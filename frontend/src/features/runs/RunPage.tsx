import { Progress } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useEvents } from "../../api/events";
import { snapshots } from "../../api/queries";
import type { Run, RunEvent } from "../../api/types";
import { BusyButton } from "../../ui/BusyButton";
import { CancelButton } from "../../ui/CancelButton";
import { Facts } from "../../ui/Facts";
import { FailureNotice } from "../../ui/FailureNotice";
import form from "../../ui/form.module.css";
import { useFormat } from "../../ui/format";
import { LinkButton } from "../../ui/LinkButton";
import { Page, Panel } from "../../ui/Page";
import { ProblemNotice } from "../../ui/ProblemNotice";
import { QueryView } from "../../ui/QueryView";
import { StateBadge } from "../../ui/StateBadge";
import { Charts } from "./Charts";
import { type Course, follow, isLast, noCourse } from "./course";
import { EarlyStop } from "./EarlyStop";
import { cancelRun, eventsOf, resumeRun, run, runs, samples } from "./queries";
import { Samples } from "./Samples";

const route = getRouteApi("/runs/$runId");

export function RunPage() {
  const { runId } = route.useParams();
  const query = useQuery(run(runId));
  return (
    <QueryView query={query} whole>
      {(value) => <Shown key={runId} run={value} />}
    </QueryView>
  );
}

function Shown({ run: shown }: { run: Run }) {
  const { t } = useTranslation();
  const course = useCourse(shown);
  const heldout = useQuery(snapshots).data?.find((each) => each.id === shown.snapshotId)?.heldoutGroups !== 0;
  return (
    <Page
      title={shown.name}
      lead={
        <Link to="/snapshots/$snapshotId" params={{ snapshotId: shown.snapshotId }}>
          {t("runs.fromSnapshot", { name: shown.snapshotName })}
        </Link>
      }
      actions={<Steps run={shown} />}
      wide
    >
      {shown.error !== undefined && <FailureNotice message={shown.error} />}
      {shown.stopped !== undefined && <EarlyStop step={shown.step} stopped={shown.stopped} />}
      <Panel title={t("runs.progress")}>
        <Pace run={shown} course={course} />
      </Panel>
      <Charts course={course} steps={shown.steps} heldout={heldout} />
      <Panel title={t("runs.samples")} aside={<span className="dim">{t("runs.samplesHint")}</span>}>
        <Samples runId={shown.id} />
      </Panel>
      <Panel title={t("runs.settings")}>
        <Settings run={shown} />
      </Panel>
    </Page>
  );
}

/** Follows the events of a run from its beginning; at its end, asks once more for what is known. */
function useCourse(shown: Run): Course {
  const queries = useQueryClient();
  const [course, setCourse] = useState(noCourse);
  const life = useLife(shown.state !== "QUEUED" && shown.state !== "RUNNING");
  useEvents<RunEvent>(
    shown.state === "QUEUED" ? undefined : eventsOf(shown.id),
    (event) => {
      setCourse((before) => follow(before, event));
      if (event.type === "sample") {
        void queries.invalidateQueries({ queryKey: samples(shown.id).queryKey });
      }
      if (isLast(event) && (shown.state === "RUNNING" || shown.state === "QUEUED")) {
        void queries.invalidateQueries({ queryKey: run(shown.id).queryKey });
        void queries.invalidateQueries({ queryKey: runs.queryKey, exact: true });
      }
    },
    isLast,
    life,
  );
  return course;
}

/** Counts how often something that was over began again. */
function useLife(over: boolean): number {
  const [before, setBefore] = useState({ over, life: 0 });
  if (before.over === over) {
    return before.life;
  }
  const life = over ? before.life : before.life + 1;
  setBefore({ over, life });
  return life;
}

function Pace({ run: shown, course }: { run: Run; course: Course }) {
  const { t } = useTranslation();
  const { number, seconds, share } = useFormat();
  const step = Math.max(course.step, shown.step);
  const words = t("runs.steps", { count: shown.steps, step: number(step), steps: number(shown.steps) });
  const running = shown.state === "RUNNING";
  const accuracy = course.heldout.at(-1)?.y ?? shown.heldoutAccuracy;
  return (
    <>
      <Progress value={(100 * step) / Math.max(1, shown.steps)} aria-label={words} animated={running} mb="md" />
      <Facts
        large
        facts={[
          [t("runs.step"), words],
          [
            t("runs.rate"),
            course.imagesPerSecond === undefined
              ? "–"
              : t("runs.perSecond", { rate: number(course.imagesPerSecond, 1) }),
          ],
          [t("runs.left"), running && course.secondsLeft !== undefined ? seconds(course.secondsLeft) : "–"],
          [t("runs.accuracy"), accuracy === undefined ? "–" : share(accuracy, 1)],
        ]}
      />
    </>
  );
}

/** The state of a run and what can be done about it. */
function Steps({ run: shown }: { run: Run }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: runs.queryKey });
  const resume = useMutation({ mutationFn: () => resumeRun(shown.id), onSuccess: refresh });
  const place = useRef<HTMLDivElement>(null);
  return (
    <div ref={place} tabIndex={-1} className={form.actions}>
      <StateBadge state={shown.state} />
      {(shown.state === "RUNNING" || shown.state === "QUEUED") && (
        <CancelButton
          ask={() => cancelRun(shown.id)}
          queryKey={runs.queryKey}
          {...(shown.cancelRequested ? { words: t("jobs.cancelling") } : {})}
          asked={shown.cancelRequested}
          heir={place}
        />
      )}
      {(shown.state === "CANCELLED" || shown.state === "FAILED") && (
        <BusyButton busy={resume.isPending} heir={place} onClick={() => resume.mutate()}>
          {t("runs.resume")}
        </BusyButton>
      )}
      {shown.modelVersionId !== undefined && (
        <LinkButton to="/comparisons/new" search={{ challenger: shown.modelVersionId }}>
          {t("runs.compare")}
        </LinkButton>
      )}
      <ProblemNotice error={resume.error} />
    </div>
  );
}

function Settings({ run: shown }: { run: Run }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (
    <Facts
      facts={[
        [t("runs.field.objective"), t(`runs.objective.${shown.objective}`)],
        [t("runs.field.steps"), number(shown.steps)],
        [t("runs.field.rank"), shown.rank],
        [t("runs.field.learningRate"), number(shown.learningRate, 6)],
        [t("runs.field.beta"), shown.beta === undefined ? t("runs.betaDerived") : number(shown.beta)],
        [t("runs.field.batchGroups"), shown.batchGroups],
        [t("runs.field.seed"), <span key="seed">{shown.seed}</span>],
      ]}
    />
  );
}
