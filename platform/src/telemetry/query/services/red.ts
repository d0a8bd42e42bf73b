import { type Grid, onGrid, type Window } from "../window.ts";
import type { RedRow } from "./store.ts";

/** The middle of a rollup's duration bucket.
 *  @param bucket floor(16 log2(duration + 1)), duration in nanoseconds
 *  @returns nanoseconds, at most 2.2 % off any duration in the bucket */
export function bucketNanos(bucket: number): number {
  return Math.round(2 ** ((bucket + 0.5) / 16) - 1);
}

/** Requests, errors and duration of one group of rows: its total and its steps. */
export function redOf(rows: readonly RedRow[], window: Window, grid: Grid, now: number) {
  const total = rows.find((row) => row.at === null);
  const steps = rows.filter((row) => row.at !== null);
  const at = steps.map((row) => Number(row.at) * 1000);
  const requests = Number(total?.requests ?? 0);
  const errors = Number(total?.errors ?? 0);
  const seconds = (Math.min(window.to, now) - (grid.times[0] ?? window.from)) / 1000;
  const quantile = (index: 0 | 1 | 2) => (total && requests > 0 ? bucketNanos(total.buckets[index]) : null);
  return {
    requests,
    rate: seconds > 0 ? requests / seconds : 0,
    errors,
    errorRatio: requests > 0 ? errors / requests : 0,
    p50Nano: quantile(0),
    p95Nano: quantile(1),
    p99Nano: quantile(2),
    series: {
      requests: onGrid(
        grid,
        at,
        steps.map((row) => Number(row.requests)),
        0,
      ),
      errors: onGrid(
        grid,
        at,
        steps.map((row) => Number(row.errors)),
        0,
      ),
      p95Nano: onGrid(
        grid,
        at,
        steps.map((row) => bucketNanos(row.buckets[1])),
        null,
      ),
    },
  };
}
