import { gridOf, type Read } from "#telemetry/query/index.ts";
import type { Standing } from "./budget/api.ts";
import type { Counts } from "./budget/budget.ts";
import type { BurnCounts } from "./budget/burn.ts";
import {
  burnDown,
  type StepCounts,
  threatenedSince,
  threatHistoryMs,
  threatStepMinutes,
} from "./budget/course.ts";
import { type Measured, standingOf } from "./budget/standing.ts";
import { boundOf } from "./budget/threshold.ts";
import type { Objective } from "./declaration/api.ts";
import { type Counted, countsOf, stepsOf } from "./store.ts";

const dayMs = 24 * 3_600_000;
const mostSteps = 180;
const leastStepSeconds = 3600;

const countedOf = ({ service, operation, thresholdMs }: Objective): Counted => ({
  service,
  operation,
  slowFrom: thresholdMs === null ? null : boundOf(thresholdMs).bucket,
});

const windowOf = ({ windowDays }: Objective, now: number) => ({ from: now - windowDays * dayMs, to: now });

/** How objectives stood at a moment, in their order: one statement for all of them.
 *  @param now  milliseconds since 1970 */
export async function standings(
  read: Read,
  objectives: readonly Objective[],
  now: number,
): Promise<Standing[]> {
  if (objectives.length === 0) return [];
  const counted = objectives.map((each) => ({ ...countedOf(each), since: windowOf(each, now).from }));
  const rows = new Map((await countsOf(read, counted, now)).map((row) => [row.id, row]));
  return objectives.map((objective, id) => standingOf(objective, measuredOf(rows.get(id)), now));
}

type CountsRow = Awaited<ReturnType<typeof countsOf>>[number];

function measuredOf(row: CountsRow | undefined): Measured {
  const within = (place: number): Counts => ({
    total: Number(row?.totals[place] ?? 0),
    bad: Number(row?.bads[place] ?? 0),
  });
  const burn: BurnCounts = { 5: within(0), 30: within(1), 60: within(2), 360: within(3), 4320: within(4) };
  return {
    counts: { total: Number(row?.total ?? 0), bad: Number(row?.bad ?? 0) },
    measuredSince: row === undefined ? null : Number(row.first) * 1000,
    burn,
  };
}

/** How the window's budget was spent. */
export async function courseOf(read: Read, objective: Objective, now: number) {
  const window = windowOf(objective, now);
  const { stepSeconds, times } = gridOf(window, mostSteps, leastStepSeconds);
  const steps = (await stepsOf(read, countedOf(objective), window, stepSeconds)).map(stepOf);
  // The first step may begin before the window; what is counted there lies within it.
  const bad = new Map(steps.map((step) => [step.at, step.bad]));
  return {
    stepSeconds,
    times,
    left: burnDown(steps, times, objective.target),
    bad: times.map((at) => bad.get(at) ?? 0),
  };
}

/** Since when the objective has been threatened as it is, milliseconds since 1970; null when it is not. */
export async function threatSince(read: Read, objective: Objective, now: number): Promise<number | null> {
  const window = { from: now - threatHistoryMs, to: now };
  const rows = await stepsOf(read, countedOf(objective), window, threatStepMinutes * 60);
  return threatenedSince(rows.map(stepOf), objective.target, now);
}

const stepOf = ({ at, total, bad }: Awaited<ReturnType<typeof stepsOf>>[number]): StepCounts => ({
  at: Number(at) * 1000,
  total: Number(total),
  bad: Number(bad),
});
