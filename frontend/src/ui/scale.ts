export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Round numbers that cover low to high in about `wanted` steps of 1, 2 or 5 times a power of ten. */
export function ticks(low: number, high: number, wanted: number): number[] {
  if (!(high > low)) {
    return [low];
  }
  const raw = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= raw) ?? raw;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** How many decimals tell these apart, at least 3 and at most 6. */
export function decimals(values: readonly number[]): number {
  const needed = values.map((each) => (String(each).split(".")[1] ?? "").length);
  return Math.min(6, Math.max(3, ...needed));
}

/** Averages over windows, so that a long noisy curve shows its course. Keeps short ones as they are. */
export function smoothed(points: readonly Point[], most: number): Point[] {
  if (points.length <= most) {
    return [...points];
  }
  const width = points.length / most;
  return Array.from({ length: most }, (_, i) => {
    const window = points.slice(
      Math.floor(i * width),
      Math.max(Math.floor(i * width) + 1, Math.floor((i + 1) * width)),
    );
    const sum = window.reduce((total, each) => ({ x: total.x + each.x, y: total.y + each.y }), { x: 0, y: 0 });
    return { x: sum.x / window.length, y: sum.y / window.length };
  });
}

/** The point whose place is closest to `x`; none of none. */
export function nearest(points: readonly Point[], x: number): Point | undefined {
  return points.reduce<Point | undefined>(
    (best, each) => (best === undefined || Math.abs(each.x - x) < Math.abs(best.x - x) ? each : best),
    undefined,
  );
}
