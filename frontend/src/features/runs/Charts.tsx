import { useTranslation } from "react-i18next";
import { useFormat } from "../../ui/format";
import { LineChart } from "../../ui/LineChart";
import { Panel } from "../../ui/Page";
import type { Course } from "./course";
import styles from "./runs.module.css";

interface ChartsProps {
  readonly course: Course;
  readonly steps: number;
  /** Whether the snapshot holds prompts out; without them nothing can be measured. */
  readonly heldout: boolean;
}

/** Loss and held-out accuracy over the steps. */
export function Charts({ course, steps, heldout }: ChartsProps) {
  const { t } = useTranslation();
  const { fixed, share } = useFormat();
  const loss = course.loss.at(-1);
  const accuracy = course.heldout.at(-1);
  return (
    <div className={styles.charts}>
      <Panel title={t("runs.loss")} aside={<span className="dim">{loss === undefined ? "" : fixed(loss.y, 4)}</span>}>
        <LineChart
          summary={
            loss === undefined ? t("runs.noCurve") : t("runs.lossSummary", { step: loss.x, loss: fixed(loss.y, 4) })
          }
          series={[{ name: t("runs.loss"), points: course.loss, color: "azurite" }]}
          xName={t("runs.axisSteps")}
          yName={t("runs.loss")}
          xMax={steps}
        />
      </Panel>
      <Panel
        title={t("runs.accuracy")}
        aside={<span className="dim">{accuracy === undefined ? t("runs.notYet") : share(accuracy.y, 1)}</span>}
      >
        {heldout ? (
          <LineChart
            summary={
              accuracy === undefined
                ? t("runs.noCurve")
                : t("runs.accuracySummary", { step: accuracy.x, share: share(accuracy.y, 1) })
            }
            series={[{ name: t("runs.accuracy"), points: course.heldout, color: "malachite" }]}
            xName={t("runs.axisSteps")}
            yName={t("runs.accuracy")}
            show={(value) => share(value, 1)}
            mark={{ y: 0.5, label: t("runs.chance") }}
            yRange={[Math.min(0.3, ...course.heldout.map((each) => each.y)), 1]}
            xMax={steps}
          />
        ) : (
          <p className="dim">{t("runs.noHeldout")}</p>
        )}
      </Panel>
    </div>
  );
}
