import type { Refusal } from "./filters.ts";

/** @param more  why nothing else helped
 *  @returns `0/3 nodes are available: 1 Insufficient cpu, 2 node(s) were unschedulable. …` */
export function fitMessage(refusals: readonly Refusal[], more = ""): string {
  if (refusals.length === 0) return "no nodes available to schedule pods";
  const counts = new Map<string, number>();
  for (const reason of refusals.flatMap(({ reasons }) => reasons)) {
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const told = [...counts].map(([reason, count]) => `${count} ${reason}`).toSorted();
  const head = `0/${refusals.length} nodes are available: ${told.join(", ")}.`;
  return more === "" ? head : `${head} ${more}`;
}

const unhelpful = "Preemption is not helpful for scheduling";
const nobody = "No preemption victims found for incoming pod";

/** Why nobody could make room either. */
export function preemptionMessage(refusals: readonly Refusal[]): string {
  const helpless = refusals.map(({ isResolvable }) => ({
    reasons: [isResolvable ? nobody : unhelpful],
    isResolvable: false,
  }));
  return `preemption: ${fitMessage(helpless)}`;
}
