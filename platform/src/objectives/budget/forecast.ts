import { type Budget, burnRateOf, type Counts } from "./budget.ts";
import { leastBad } from "./burn.ts";

const hourMs = 3_600_000;
/** From this part of it on a window counts as full: who is asked seldom has no request in its first minute. */
const full = 0.95;

interface Forecast {
  readonly budget: Budget;
  readonly lastHour: Counts;
  readonly target: number;
  readonly windowMs: number;
  /** How much of the window has requests: less than all of it while the service is young. */
  readonly measuredMs: number;
}

/** When nothing is left of a budget, if all goes on as in the last hour: requests come as often and fail as often; what leaves a
 *  window that is full is like the window's mean.
 *
 *  With requests a time `r`, burn rate `b` and `a` = 1 − target, new requests spend `r·a·b` and bring `r·a`, and those that leave take
 *  the unspent `left / window` along: `left / (r·a·(b − 1) + left / window)`. A whole budget lasts `window / b`.
 *  @returns milliseconds from now; null when it is gone already, lasts a whole window or longer, or the last hour had too few bad
 *           requests to tell */
export function goneInMs({ budget, lastHour, target, windowMs, measuredMs }: Forecast): number | null {
  const burnRate = burnRateOf(lastHour, target) ?? 0;
  if (budget.left <= 0 || burnRate <= 1 || lastHour.bad < leastBad) return null;
  const spentNet = (lastHour.total * (1 - target) * (burnRate - 1)) / hourMs;
  const leaving = measuredMs >= full * windowMs ? budget.left / windowMs : 0;
  const ms = budget.left / (spentNet + leaving);
  return ms < windowMs ? ms : null;
}
