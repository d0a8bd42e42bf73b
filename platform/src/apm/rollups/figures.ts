import { bucketNanos, type Grid, onGrid, type Window } from "#telemetry/query/index.ts";
import type { RollupRow } from "./store.ts";

const amount = {
  total: (figures: Figures) => figures.totalNano,
  requests: (figures: Figures) => figures.requests,
  errors: (figures: Figures) => figures.errors,
  p95: (figures: Figures) => figures.p95Nano ?? 0,
};

export type Figures = ReturnType<typeof figuresOf>;

/** One group's total and its steps, as figures. */
export function figuresOf(rows: readonly RollupRow[], window: Window, grid: Grid, now: number) {
  const total = rows.find(({ at }) => at === null);
  const steps = rows.filter(({ at }) => at !== null);
  const requests = Number(total?.requests ?? 0);
  const errors = Number(total?.errors ?? 0);
  const seconds = (Math.min(window.to, now) - (grid.times[0] ?? window.from)) / 1000;
  const quantile = (index: 0 | 1 | 2) => (total && requests > 0 ? bucketNanos(total.buckets[index]) : null);
  return {
    requests,
    rate: seconds > 0 ? requests / seconds : 0,
    errors,
    errorRatio: requests > 0 ? errors / requests : 0,
    totalNano: Number(total?.nanos ?? 0),
    p50Nano: quantile(0),
    p95Nano: quantile(1),
    p99Nano: quantile(2),
    trend: onGrid(
      grid,
      steps.map(({ at }) => Number(at) * 1000),
      steps.map((row) => Number(row.requests)),
      0,
    ),
  };
}

/** Rows by their groups, the first by order first.
 *  @param keyOf     what tells groups apart
 *  @param describe  what a group is, from any of its rows */
export function groupsOf<Row extends RollupRow, Group extends object>(
  rows: readonly Row[],
  { window, grid, now, order }: { window: Window; grid: Grid; now: number; order: keyof typeof amount },
  keyOf: (row: Row) => string,
  describe: (row: Row) => Group,
): (Group & Figures)[] {
  return [...Map.groupBy(rows, keyOf).values()]
    .map((own) => {
      const total = own.find(({ at }) => at === null) ?? own[0];
      return { ...describe(total as Row), ...figuresOf(own, window, grid, now) };
    })
    .toSorted((a, b) => amount[order](b) - amount[order](a));
}
