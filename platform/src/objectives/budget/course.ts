import { budgetOf, type Counts } from "./budget.ts";
import { burnMinutes, type BurnCounts, type Threat, threatOf } from "./burn.ts";

/** Requests of one step of time, from `at` on: milliseconds since 1970. */
export interface StepCounts extends Counts {
  readonly at: number;
}

/** How a window's budget was spent: what was left of it at the end of each step, as a share. It begins with the whole budget and ends
 *  with what is left now; steps without requests leave it as it is.
 *  @param steps  ascending
 *  @param grid   starts of all steps of the window, ascending
 *  @returns      as many values as the grid has steps; nulls without any requests, and before the first ones */
export function burnDown(
  steps: readonly StepCounts[],
  grid: readonly number[],
  target: number,
): (number | null)[] {
  const total = steps.reduce((sum, each) => sum + each.total, 0);
  const { allowed } = budgetOf({ total, bad: 0 }, target);
  const byStart = new Map(steps.map((step) => [step.at, step]));
  let bad = 0;
  let hasBegun = false;
  return grid.map((at) => {
    const step = byStart.get(at);
    bad += step?.bad ?? 0;
    hasBegun ||= step !== undefined;
    return hasBegun && allowed > 0 ? 1 - bad / allowed : null;
  });
}

const minuteMs = 60_000;
export const threatStepMinutes = 5;
const longest = Math.max(...burnMinutes);
/** Further back nobody looks for the beginning. */
const mostBackMinutes = 24 * 60;
/** So long a time of steps is needed. */
export const threatHistoryMs = (longest + mostBackMinutes) * minuteMs;

/** Since when a budget has been threatened as it is now, or more urgently.
 *  @param steps  of five minutes, over `threatHistoryMs` before `now`
 *  @param now    milliseconds since 1970
 *  @returns      milliseconds since 1970, a day before `now` at the earliest; null when it is not threatened at the last whole step */
export function threatenedSince(steps: readonly StepCounts[], target: number, now: number): number | null {
  const stepMs = threatStepMinutes * minuteMs;
  const sums = new RunningSums(steps, now, stepMs);
  const threatAt = (end: number) => threatOf(sums.countsAt(end), target);
  const last = sums.end;
  const threat = threatAt(last);
  if (threat === null) return null;
  let since = last;
  for (let back = 1; back <= mostBackMinutes / threatStepMinutes; back++) {
    if (!isAsUrgent(threatAt(last - back * stepMs), threat)) break;
    since = last - back * stepMs;
  }
  return since;
}

const isAsUrgent = (earlier: Threat | null, threat: Threat): boolean =>
  earlier !== null && (earlier.severity === "page" || threat.severity === "ticket");

/** Counts of any stretch of steps, as differences of sums from the beginning. */
class RunningSums {
  /** End of the last step, milliseconds since 1970. */
  readonly end: number;
  readonly #start: number;
  readonly #stepMs: number;
  readonly #total: number[] = [0];
  readonly #bad: number[] = [0];

  constructor(steps: readonly StepCounts[], now: number, stepMs: number) {
    this.#stepMs = stepMs;
    this.end = (Math.floor(now / stepMs) + 1) * stepMs;
    const count = Math.ceil(threatHistoryMs / stepMs) + 1;
    this.#start = this.end - count * stepMs;
    const byStart = new Map(steps.map((step) => [step.at, step]));
    for (let i = 0; i < count; i++) {
      const step = byStart.get(this.#start + i * stepMs);
      this.#total.push((this.#total[i] ?? 0) + (step?.total ?? 0));
      this.#bad.push((this.#bad[i] ?? 0) + (step?.bad ?? 0));
    }
  }

  countsAt(end: number): BurnCounts {
    const last = Math.round((end - this.#start) / this.#stepMs);
    const countsOf = (minutes: number): Counts => {
      const first = Math.max(0, last - (minutes * minuteMs) / this.#stepMs);
      const between = (sums: readonly number[]) => (sums[last] ?? 0) - (sums[first] ?? 0);
      return { total: between(this.#total), bad: between(this.#bad) };
    };
    return {
      5: countsOf(5),
      30: countsOf(30),
      60: countsOf(60),
      360: countsOf(360),
      4320: countsOf(4320),
    };
  }
}
