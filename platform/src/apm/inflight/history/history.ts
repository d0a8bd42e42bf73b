import type { z } from "zod";
import { gridOf, type Read, windowOf } from "#telemetry/query/index.ts";
import { ageClasses, type inFlightHistory } from "../api.ts";
import { timeBySteps, transactionsIn } from "./store.ts";

const mostSteps = 180;
const leastStepSeconds = 5;
/** As many brief transactions as are looked at in about half a second. */
const mostLookedAt = 1_000_000;

/** How many transactions were under way, from when they began and ended: any program's count, whether it tells of open
 *  spans or not. An average over each step: the time that they spent in it, divided by its length (Little's law). */
export async function history(read: Read, input: z.output<typeof inFlightHistory.input>, now: number) {
  const asked = windowOf(input, now);
  const grid = gridOf(asked, mostSteps, leastStepSeconds);
  const window = { from: grid.times[0] ?? asked.from, to: Math.max(asked.from + 1, Math.min(asked.to, now)) };
  const transactions = await transactionsIn(read, window, input.service);
  const sampling = Math.max(1, Math.ceil(transactions / mostLookedAt));
  const rows = await timeBySteps(read, window, grid, input.service, ageClasses, sampling);
  const ages = [...ageClasses, 0].map(() => grid.times.map(() => 0));
  for (const { step, age, nanos } of rows) {
    const start = grid.times[step];
    const line = ages[age];
    if (start === undefined || line === undefined) continue;
    const lastsMs = Math.min(grid.stepSeconds * 1000, window.to - start);
    line[step] = nanos / 1e6 / lastsMs;
  }
  return { ...grid, ages, sampling };
}
