import type { z } from "zod";
import { type Grid, gridOf, onGrid, type Read, type Window, windowOf } from "#telemetry/query/index.ts";
import type { ExceptionGroup, getException, listExceptions } from "./api.ts";
import { type ExceptionRow, exceptionsIn, occurrencesOf } from "./store.ts";

const mostSteps = 60;
const leastStepSeconds = 10;

export async function exceptions(read: Read, input: z.output<typeof listExceptions.input>, now: number) {
  const { service, search, limit } = input;
  const window = windowOf(input, now);
  const grid = gridOf(window, mostSteps, leastStepSeconds);
  const rows = await exceptionsIn(read, window, grid, { service, search }, limit);
  return { ...grid, exceptions: rows.map((row) => groupOf(row, window, grid)) };
}

export async function exception(read: Read, input: z.output<typeof getException.input>, now: number) {
  const { fingerprint, limit } = input;
  const window = windowOf(input, now);
  const grid = gridOf(window, mostSteps, leastStepSeconds);
  const [rows, occurrences] = await Promise.all([
    exceptionsIn(read, window, grid, { service: "", search: "", fingerprint }, 1),
    occurrencesOf(read, window, fingerprint, limit),
  ]);
  return { ...grid, exception: rows[0] ? groupOf(rows[0], window, grid) : null, occurrences };
}

function groupOf(
  { count, versions, steps, ...row }: ExceptionRow,
  window: Window,
  grid: Grid,
): ExceptionGroup {
  const [names, counts] = versions;
  const [at, each] = steps;
  return {
    ...row,
    count: Number(count),
    isNew: row.firstSeen >= window.from,
    versions: names
      .map((version, i) => ({ version, count: Number(counts[i] ?? 0) }))
      .filter(({ version }) => version !== "")
      .toSorted((a, b) => b.count - a.count),
    trend: onGrid(
      grid,
      at.map((second) => second * 1000),
      each.map(Number),
      0,
    ),
  };
}
