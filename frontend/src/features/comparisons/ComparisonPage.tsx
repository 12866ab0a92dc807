import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Comparison } from "../../api/types";
import { Facts } from "../../ui/Facts";
import form from "../../ui/form.module.css";
import { useFormat } from "../../ui/format";
import { Gallery } from "../../ui/Gallery";
import { LineChart } from "../../ui/LineChart";
import { LinkButton } from "../../ui/LinkButton";
import { Page, Panel } from "../../ui/Page";
import { QueryView } from "../../ui/QueryView";
import { type State, StateBadge } from "../../ui/StateBadge";
import styles from "./comparisons.module.css";
import { Promote } from "./Promote";
import { comparison } from "./queries";

const start = { x: 0, y: 0 };

const route = getRouteApi("/comparisons/$comparisonId");

export function ComparisonPage() {
  const { comparisonId } = route.useParams();
  const query = useQuery(comparison(comparisonId));
  return (
    <QueryView query={query} whole>
      {(value) => <Shown comparison={value} />}
    </QueryView>
  );
}

function Shown({ comparison: shown }: { comparison: Comparison }) {
  const { t } = useTranslation();
  const { fixed, number } = useFormat();
  return (
    <Page
      title={shown.name}
      lead={t("comparisons.versus", { challenger: shown.challengerName, champion: shown.championName })}
      actions={
        <div className={form.actions}>
          <StateBadge state={shown.state as State} />
          <LinkButton variant="default" to="/campaigns/$campaignId" params={{ campaignId: shown.campaignId }}>
            {t("comparisons.campaign")}
          </LinkButton>
        </div>
      }
    >
      <Panel title={t("comparisons.verdict")} aside={<StateBadge state={shown.verdict} />}>
        <p className={styles.sentence} aria-live="polite">
          {t(`comparisons.sentence.${shown.verdict}`, {
            challenger: shown.challengerName,
            champion: shown.championName,
          })}
        </p>
        <MeanBar comparison={shown} />
        <Facts
          large
          facts={[
            [
              t("comparisons.raters"),
              shown.openRaters === 0
                ? number(shown.raters)
                : t("comparisons.ratersOpen", { raters: shown.raters, open: shown.openRaters }),
            ],
            ...(shown.logE === undefined
              ? []
              : ([
                  [t("comparisons.mean"), shown.mean === undefined ? "–" : fixed(shown.mean, 2)],
                  [
                    t("comparisons.interval"),
                    shown.interval === undefined ? "–" : `[${shown.interval.map((end) => fixed(end, 2)).join(", ")}]`,
                  ],
                  [t("comparisons.evidence"), `${fixed(shown.logE, 2)} / ${fixed(shown.threshold, 2)}`],
                ] as const)),
          ]}
        />
        {shown.logE === undefined && <p className="dim">{t("comparisons.hidden")}</p>}
      </Panel>
      {shown.logE !== undefined && <Evidence comparison={shown} logE={shown.logE} />}
      {shown.state === "CLOSED" && (
        <Panel title={t("comparisons.pictures")}>
          <Gallery
            campaignId={shown.campaignId}
            done={0}
            names={{
              [shown.championVersionId]: shown.championName,
              [shown.challengerVersionId]: shown.challengerName,
            }}
          />
        </Panel>
      )}
      <Promote comparison={shown} />
    </Page>
  );
}

/** How the evidence grew, rater by rater. */
function Evidence({ comparison: shown, logE }: { comparison: Comparison; logE: number }) {
  const { t } = useTranslation();
  const { fixed } = useFormat();
  return (
    <Panel title={t("comparisons.chart")} aside={<span className="dim">{t("comparisons.chartHint")}</span>}>
      <LineChart
        summary={t("comparisons.chartSummary", {
          count: shown.raters,
          raters: shown.raters,
          evidence: fixed(logE, 2),
          threshold: fixed(shown.threshold, 2),
        })}
        series={[
          {
            name: shown.championName,
            points: [start, ...shown.trace.map((each) => ({ x: each.n, y: each.logEReverse }))],
            color: "gray",
          },
          {
            name: shown.challengerName,
            points: [start, ...shown.trace.map((each) => ({ x: each.n, y: each.logE }))],
            color: "azurite",
          },
        ]}
        mark={{ y: shown.threshold, label: t("comparisons.threshold") }}
        xName={t("comparisons.raters")}
        yName={t("comparisons.logE")}
      />
    </Panel>
  );
}

/** Where the raters stand between the two versions, with the interval that holds at any time. */
function MeanBar({ comparison: shown }: { comparison: Comparison }) {
  const { t } = useTranslation();
  const { fixed } = useFormat();
  if (shown.mean === undefined || shown.interval === undefined) {
    return null;
  }
  const at = (value: number) => `${Math.min(100, Math.max(0, value * 100))}%`;
  const [low = 0, high = 1] = shown.interval;
  const words = t("comparisons.meanWords", { mean: fixed(shown.mean, 2), low: fixed(low, 2), high: fixed(high, 2) });
  return (
    <div className={styles.mean} role="img" aria-label={words}>
      <span className={styles.end}>{shown.championName}</span>
      <span className={styles.track}>
        <span className={styles.middle} />
        <span className={styles.whisker} style={{ left: at(low), width: `${Math.max(0.5, (high - low) * 100)}%` }} />
        <span className={styles.dot} style={{ left: at(shown.mean) }} />
      </span>
      <span className={styles.end}>{shown.challengerName}</span>
    </div>
  );
}
