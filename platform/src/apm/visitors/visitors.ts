import type { z } from "zod";
import { NaruError } from "#kernel/errors.ts";
import { type Grid, gridOf, type Read, type Window, windowOf } from "#telemetry/query/index.ts";
import type { activeVisitors, dailyVisitors } from "./api.ts";
import { activeAt, activeBySteps, byDay, type Counted } from "./store.ts";

const mostSteps = 180;
/** As often as the five minutes move. */
const leastStepSeconds = 5;
const dayMs = 86_400_000;

export async function visitors(read: Read, input: z.output<typeof activeVisitors.input>, now: number) {
  const { service } = input;
  const window = windowOf(input, now);
  const grid = gridOf(window, mostSteps, leastStepSeconds);
  const [present, ownLine, dayBefore, weekBefore] = await Promise.all([
    activeAt(read, Math.min(window.to, now), service),
    lineOf(read, window, grid, service, 0),
    lineOf(read, window, grid, service, dayMs),
    lineOf(read, window, grid, service, 7 * dayMs),
  ]);
  const current = { sessions: Number(present?.sessions ?? 0), users: Number(present?.users ?? 0) };
  return { ...grid, now: current, ...ownLine, dayBefore, weekBefore };
}

async function lineOf(read: Read, { from, to }: Window, grid: Grid, service: string, backMs: number) {
  const moved = { ...grid, times: grid.times.map((time) => time - backMs) };
  const rows = await activeBySteps(read, { from: from - backMs, to: to - backMs }, moved, service);
  return { sessions: spread(grid, rows, "sessions"), users: spread(grid, rows, "users") };
}

function spread({ times }: Grid, rows: readonly Counted[], key: "sessions" | "users"): number[] {
  const line = times.map(() => 0);
  for (const row of rows) line[Number(row.at)] = Number(row[key]);
  return line;
}

/** Days without visitors are there too. */
export async function daily(
  read: Read,
  { days, service, timeZone }: z.output<typeof dailyVisitors.input>,
  now: number,
) {
  const dayOf = dayIn(timeZone);
  const rows = await byDay(read, now - days * dayMs, timeZone, service);
  const known = new Map(rows.map(({ at, ...counts }) => [at, counts]));
  const names = Array.from({ length: days }, (_, index) => dayOf(now - (days - 1 - index) * dayMs));
  return {
    days: [...new Set(names)].map((day) => ({
      day,
      sessions: Number(known.get(day)?.sessions ?? 0),
      users: Number(known.get(day)?.users ?? 0),
    })),
  };
}

/** @throws NaruError INVALID_INPUT for a zone that nobody knows */
function dayIn(timeZone: string): (ms: number) => string {
  try {
    const format = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
    return (ms) => format.format(ms);
  } catch (cause) {
    throw new NaruError("INVALID_INPUT", `timeZone: ${JSON.stringify(timeZone)} is no time zone`, { cause });
  }
}
