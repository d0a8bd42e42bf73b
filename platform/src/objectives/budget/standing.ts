import type { Objective } from "../declaration/api.ts";
import type { Standing } from "./api.ts";
import { type Budget, budgetOf, burnRateOf, type Counts } from "./budget.ts";
import { type BurnCounts, burnMinutes, type Threat, threatOf } from "./burn.ts";
import { goneInMs } from "./forecast.ts";
import { boundOf } from "./threshold.ts";

/** What was counted for one objective up to a moment. */
export interface Measured {
  readonly counts: Counts;
  /** Milliseconds since 1970; null without requests. */
  readonly measuredSince: number | null;
  readonly burn: BurnCounts;
}

const dayMs = 24 * 3_600_000;

/** How an objective stands at a moment. Pure.
 *  @param now  milliseconds since 1970 */
export function standingOf(
  objective: Objective,
  { counts, measuredSince, burn }: Measured,
  now: number,
): Standing {
  const { target, thresholdMs } = objective;
  const windowMs = objective.windowDays * dayMs;
  const { evidence, sli, ...budget } = budgetOf(counts, target);
  const threat = threatOf(burn, target);
  const measuredMs = measuredSince === null ? 0 : now - measuredSince;
  const goneIn = goneInMs({
    budget: { ...budget, evidence, sli },
    lastHour: burn[60],
    target,
    windowMs,
    measuredMs,
  });
  return {
    state: stateOf(evidence, budget.left, threat),
    counts,
    measuredSince,
    sli,
    budget,
    burnRates: burnMinutes.map((minutes) => ({
      minutes,
      rate: burnRateOf(burn[minutes], target),
      counts: burn[minutes],
    })),
    threat,
    goneAt: goneIn === null ? null : now + goneIn,
    countedFromMs: thresholdMs === null ? null : boundOf(thresholdMs).ms,
  };
}

function stateOf(evidence: Budget["evidence"], left: number, threat: Threat | null): Standing["state"] {
  if (evidence === "none") return "none";
  if (threat?.severity === "page") return "burning";
  if (evidence === "few") return "few";
  if (left <= 0) return "spent";
  return threat === null ? "kept" : "leaking";
}

const urgency: readonly Standing["state"][] = ["burning", "spent", "leaking", "kept", "few", "none"];

/** What is in the greatest danger comes first. */
export function byDanger(one: Standing, other: Standing): number {
  const states = urgency.indexOf(one.state) - urgency.indexOf(other.state);
  return states || (one.budget.leftShare ?? 1) - (other.budget.leftShare ?? 1);
}
