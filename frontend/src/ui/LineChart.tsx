import { type PointerEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "./format";
import styles from "./LineChart.module.css";
import { decimals, nearest, type Point, smoothed, ticks } from "./scale";

interface Series {
  readonly name: string;
  readonly points: readonly Point[];
  readonly color: "azurite" | "malachite" | "gray";
}

interface LineChartProps {
  /** Says in words what the drawing shows, for those who cannot see it. */
  readonly summary: string;
  readonly series: readonly Series[];
  readonly xName: string;
  readonly yName: string;
  readonly mark?: { readonly y: number; readonly label: string } | undefined;
  readonly yRange?: readonly [number, number] | undefined;
  readonly xMax?: number | undefined;
  /** How a height is written; plain numbers otherwise. */
  readonly show?: ((y: number) => string) | undefined;
}

const width = 560;
const height = 250;
const inset = { left: 54, right: 14, top: 28, bottom: 40 };
const bottom = height - inset.bottom;

/** Lines over a common axis, with an optional horizontal mark such as a threshold. The pointer reads single values. */
export function LineChart({ summary, series, xName, yName, mark, yRange, xMax, show }: LineChartProps) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const [at, setAt] = useState<number | undefined>(undefined);
  const all = series.flatMap((each) => each.points);
  const ys = [...all.map((each) => each.y), ...(mark ? [mark.y] : []), ...(yRange ?? [])];
  const [low, high] = spread(Math.min(...ys), Math.max(...ys), yRange !== undefined);
  const right = Math.max(xMax ?? 0, 1, ...all.map((each) => each.x));
  const px = (x: number) => inset.left + (x / right) * (width - inset.left - inset.right);
  const py = (y: number) => inset.top + ((high - y) / (high - low)) * (bottom - inset.top);
  const heights = ticks(low, high, 4);
  const written = show ?? ((y: number) => number(y, decimals(heights)));
  const follow = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * width;
    setAt(((x - inset.left) / (width - inset.left - inset.right)) * right);
  };
  const read = at === undefined ? [] : series.flatMap((each) => nearest(each.points, at) ?? []);
  return (
    <figure className={styles.figure}>
      {series.length > 1 && <Legend series={series} />}
      <svg
        className={styles.chart}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={summary}
        onPointerMove={follow}
        onPointerLeave={() => setAt(undefined)}
      >
        <text className={styles.name} x={0} y={14}>
          {yName}
        </text>
        {heights.map((y) => (
          <g key={`y${y}`}>
            <line className={styles.grid} x1={inset.left} x2={width - inset.right} y1={py(y)} y2={py(y)} />
            <text className={styles.label} x={inset.left - 8} y={py(y) + 4} textAnchor="end">
              {written(y)}
            </text>
          </g>
        ))}
        <line className={styles.axis} x1={inset.left} x2={width - inset.right} y1={bottom} y2={bottom} />
        {ticks(0, right, Math.min(5, right)).map((x) => (
          <g key={`x${x}`}>
            <line className={styles.axis} x1={px(x)} x2={px(x)} y1={bottom} y2={bottom + 4} />
            <text className={styles.label} x={px(x)} y={bottom + 17} textAnchor="middle">
              {number(x)}
            </text>
          </g>
        ))}
        <text className={styles.name} x={width - inset.right} y={height - 4} textAnchor="end">
          {xName}
        </text>
        {mark !== undefined && (
          <>
            <line className={styles.mark} x1={inset.left} x2={width - inset.right} y1={py(mark.y)} y2={py(mark.y)} />
            <text className={styles.markLabel} x={width - inset.right} y={py(mark.y) - 6} textAnchor="end">
              {`${mark.label} ${written(mark.y)}`}
            </text>
          </>
        )}
        {all.length === 0 && (
          <text className={styles.name} x={(inset.left + width) / 2} y={(inset.top + bottom) / 2} textAnchor="middle">
            {t("common.noData")}
          </text>
        )}
        {series.map((each) => (
          <Line key={each.color} series={each} px={px} py={py} />
        ))}
        {read[0] !== undefined && (
          <g className={styles.reading}>
            <line className={styles.axis} x1={px(read[0].x)} x2={px(read[0].x)} y1={inset.top} y2={bottom} />
            {read.map((point) => (
              <circle key={point.y} cx={px(point.x)} cy={py(point.y)} r={4} />
            ))}
            <text className={styles.label} x={width - inset.right} y={14} textAnchor="end">
              {`${xName} ${number(read[0].x)}: ${read.map((point) => written(point.y)).join(" / ")}`}
            </text>
          </g>
        )}
      </svg>
    </figure>
  );
}

function Legend({ series }: { series: readonly Series[] }) {
  return (
    <figcaption className={styles.legend}>
      {series.map((each) => (
        <span key={each.color}>
          <svg width={18} height={8} aria-hidden="true">
            <line className={styles[each.color]} x1={0} x2={18} y1={4} y2={4} strokeWidth={3} />
          </svg>
          {each.name}
        </span>
      ))}
    </figcaption>
  );
}

function Line({ series, px, py }: { series: Series; px: (x: number) => number; py: (y: number) => number }) {
  const draw = (points: readonly Point[]) => points.map((each) => `${px(each.x)},${py(each.y)}`).join(" ");
  const course = smoothed(series.points, 80);
  const end = course.at(-1);
  return (
    <>
      {series.points.length > course.length && (
        <polyline className={styles.faint} points={draw(smoothed(series.points, 600))} />
      )}
      <polyline className={`${styles[series.color]} ${styles.line}`} points={draw(course)} />
      {end !== undefined && <circle className={styles[series.color]} cx={px(end.x)} cy={py(end.y)} r={3} />}
    </>
  );
}

function spread(low: number, high: number, exact: boolean): [number, number] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) {
    return [0, 1];
  }
  if (exact) {
    return [low, high];
  }
  const margin = high > low ? (high - low) * 0.08 : Math.max(Math.abs(high) * 0.1, 0.1);
  return [low - margin, high + margin];
}
