import { useFormat } from "./format";
import styles from "./LineChart.module.css";
import { type Point, smoothed, ticks } from "./scale";

interface Series {
  readonly points: readonly Point[];
  readonly color: "azurite" | "malachite" | "gray";
}

interface LineChartProps {
  /** Says in words what the drawing shows, for those who cannot see it. */
  readonly summary: string;
  readonly series: readonly Series[];
  readonly mark?: { readonly y: number; readonly label: string } | undefined;
  readonly yRange?: readonly [number, number] | undefined;
  readonly xMax?: number | undefined;
}

const width = 560;
const height = 220;
const inset = { left: 44, right: 12, top: 12, bottom: 26 };

/** Lines over steps, with an optional horizontal mark such as a threshold. */
export function LineChart({ summary, series, mark, yRange, xMax }: LineChartProps) {
  const { number } = useFormat();
  const all = series.flatMap((each) => each.points);
  const ys = [...all.map((each) => each.y), ...(mark ? [mark.y] : []), ...(yRange ?? [])];
  const [low, high] = spread(Math.min(...ys), Math.max(...ys), yRange !== undefined);
  const right = Math.max(xMax ?? 0, 1, ...all.map((each) => each.x));
  const px = (x: number) => inset.left + (x / right) * (width - inset.left - inset.right);
  const py = (y: number) => inset.top + ((high - y) / (high - low)) * (height - inset.top - inset.bottom);
  return (
    <svg className={styles.chart} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={summary}>
      {ticks(low, high, 4).map((y) => (
        <g key={`y${y}`}>
          <line className={styles.grid} x1={inset.left} x2={width - inset.right} y1={py(y)} y2={py(y)} />
          <text className={styles.label} x={inset.left - 8} y={py(y) + 4} textAnchor="end">
            {number(y, 3)}
          </text>
        </g>
      ))}
      {ticks(0, right, 5).map((x) => (
        <text key={`x${x}`} className={styles.label} x={px(x)} y={height - 6} textAnchor={x === 0 ? "start" : "middle"}>
          {number(x)}
        </text>
      ))}
      {mark !== undefined && (
        <>
          <line className={styles.mark} x1={inset.left} x2={width - inset.right} y1={py(mark.y)} y2={py(mark.y)} />
          <text className={styles.markLabel} x={width - inset.right} y={py(mark.y) - 6} textAnchor="end">
            {mark.label}
          </text>
        </>
      )}
      {series.map((each) => (
        <Line key={each.color} series={each} px={px} py={py} />
      ))}
    </svg>
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
