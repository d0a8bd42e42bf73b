import type { z } from "zod";
import {
  bucketNanos,
  type Grid,
  gridOf,
  onGrid,
  type Read,
  type Window,
  windowOf,
} from "#telemetry/query/index.ts";
import type { pulse } from "./api.ts";
import { apdexOf } from "../apdex/apdex.ts";
import { pulseBySteps, type PulseRow } from "./store.ts";

const mostSteps = 120;
const leastStepSeconds = 10;
const dayMs = 86_400_000;

export async function pulseOf(read: Read, input: z.output<typeof pulse.input>, now: number) {
  const window = windowOf(input, now);
  const grid = gridOf(window, mostSteps, leastStepSeconds);
  const back = (ms: number) => figures(read, input, window, grid, ms, now);
  const [current, dayBefore, weekBefore] = await Promise.all([back(0), back(dayMs), back(7 * dayMs)]);
  return { ...grid, ...current, dayBefore, weekBefore };
}

async function figures(
  read: Read,
  { service, apdexMs }: z.output<typeof pulse.input>,
  window: Window,
  grid: Grid,
  backMs: number,
  now: number,
) {
  const moved = { ...grid, times: grid.times.map((time) => time - backMs) };
  const earlier = { from: window.from - backMs, to: window.to - backMs };
  const rows = await pulseBySteps(read, earlier, moved, service, apdexMs * 1e6);
  const total = rows.find(({ at }) => at === null);
  const steps = rows.filter(({ at }) => at !== null);
  const at = steps.map((row) => Number(row.at) * 1000);
  const over = <T, M>(value: (row: PulseRow) => T, missing: M) =>
    onGrid(moved, at, steps.map(value), missing);
  const requests = Number(total?.requests ?? 0);
  const errors = Number(total?.errors ?? 0);
  const seconds = (Math.min(window.to, now) - (grid.times[0] ?? window.from)) / 1000;
  return {
    requests,
    errors,
    rate: seconds > 0 ? requests / seconds : 0,
    errorRatio: requests > 0 ? errors / requests : 0,
    p50Nano: total ? quantile(total, 0) : null,
    p95Nano: total ? quantile(total, 1) : null,
    p99Nano: total ? quantile(total, 2) : null,
    apdex: total ? apdex(total) : null,
    series: {
      requests: over((row) => Number(row.requests), 0),
      errors: over((row) => Number(row.errors), 0),
      p50Nano: over((row) => quantile(row, 0), null),
      p95Nano: over((row) => quantile(row, 1), null),
      p99Nano: over((row) => quantile(row, 2), null),
      apdex: over(apdex, null),
    },
  };
}

const quantile = (row: PulseRow, index: 0 | 1 | 2) =>
  Number(row.requests) > 0 ? bucketNanos(row.buckets[index]) : null;

const apdex = ({ requests, satisfied, tolerated, errors }: PulseRow) =>
  apdexOf({
    requests: Number(requests),
    satisfied: Number(satisfied),
    tolerated: Number(tolerated),
    errors: Number(errors),
  });
