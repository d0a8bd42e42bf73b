import type { KubeObject } from "../object.ts";
import { isEmptySelector, selectorMatches } from "../resources/selector.ts";
import type { BudgetStatus, Pod, PodDisruptionBudget } from "./kinds.ts";
import { putCondition } from "./conditions.ts";
import { conditionIn, isActive, isFinished, isReady } from "./pod-state.ts";
import { amount } from "./rolling-bounds.ts";

/* Source: k8s.io/kubernetes/pkg/controller/disruption, pkg/registry/core/pod/storage/eviction.go */

/** Of the budgets of its namespace those that speak of a pod; an empty selector is of every pod, none of none. */
export const budgetsFor = (
  { metadata }: KubeObject,
  budgets: readonly PodDisruptionBudget[],
): PodDisruptionBudget[] =>
  budgets.filter(({ spec: { selector } }) => {
    if (selector === undefined) return false;
    return isEmptySelector(selector) || selectorMatches(selector, metadata.labels);
  });

const disruptedForMs = 2 * 60_000;

/** @param pods  that the budget selects
 *  @param expected  how many there should be: what their controllers want; undefined when that can't be known */
export function budgetStatus(
  { metadata, spec, status }: PodDisruptionBudget,
  pods: readonly Pod[],
  expected: number | undefined,
  now: number,
): BudgetStatus {
  const disruptedPods = stillDisrupted(status?.disruptedPods ?? {}, pods, now);
  const healthy = pods.filter(
    (pod) => isActive(pod) && isReady(pod) && !(pod.metadata.name in disruptedPods),
  );
  const expectedPods = expected ?? pods.filter((pod) => !isFinished(pod)).length;
  const desiredHealthy = leastHealthy(spec, expectedPods);
  const disruptionsAllowed = expectedPods <= 0 ? 0 : Math.max(0, healthy.length - desiredHealthy);
  const isAllowed = disruptionsAllowed > 0;
  const condition = {
    type: "DisruptionAllowed",
    status: isAllowed ? "True" : "False",
    reason: isAllowed ? "SufficientPods" : "InsufficientPods",
    message: "",
    observedGeneration: metadata.generation ?? 0,
  } as const;
  return {
    observedGeneration: metadata.generation ?? 0,
    disruptionsAllowed,
    currentHealthy: healthy.length,
    desiredHealthy,
    expectedPods,
    ...(Object.keys(disruptedPods).length > 0 && { disruptedPods }),
    conditions: putCondition(status?.conditions ?? [], condition, now),
  };
}

/** Percentages are rounded up: of what must be there, and of what may be missing. */
function leastHealthy(
  { minAvailable, maxUnavailable }: PodDisruptionBudget["spec"],
  expected: number,
): number {
  if (maxUnavailable !== undefined)
    return Math.max(0, expected - Math.ceil(amount(maxUnavailable, expected)));
  return minAvailable === undefined ? 0 : Math.ceil(amount(minAvailable, expected));
}

/** An eviction that was allowed and has not begun counts for two minutes. */
function stillDisrupted(known: Readonly<Record<string, string>>, pods: readonly Pod[], now: number) {
  const waiting = new Set(
    pods
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .map(({ metadata }) => metadata.name),
  );
  const kept = Object.entries(known).filter(
    ([name, at]) => waiting.has(name) && Date.parse(at) + disruptedForMs > now,
  );
  return Object.fromEntries(kept);
}

export type EvictionVerdict =
  | { readonly allowed: true; readonly budget?: PodDisruptionBudget }
  /** To be answered with 429 and a cause `DisruptionBudget`, or with 500 when more than one budget speaks of the pod. */
  | {
      readonly allowed: false;
      readonly code: 429 | 500;
      readonly message: string;
      readonly cause?: string;
      readonly retryAfterSeconds?: number;
    };

/** Whether a pod may be evicted. Where a budget is given, its status has to count the eviction before the pod goes.
 *  @param budgets  those that speak of it: `budgetsFor` */
export function evictionVerdict(pod: Pod, budgets: readonly PodDisruptionBudget[]): EvictionVerdict {
  const isFree =
    isFinished(pod) || pod.status?.phase === "Pending" || pod.metadata.deletionTimestamp !== undefined;
  const [budget, another] = budgets;
  if (isFree || !budget) return { allowed: true };
  if (another) {
    const message =
      "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.";
    return { allowed: false, code: 500, message };
  }
  if (!isReady(pod) && mayGoUnready(budget)) return { allowed: true };
  return byBudget(budget);
}

function mayGoUnready({ spec, status }: PodDisruptionBudget): boolean {
  if (spec.unhealthyPodEvictionPolicy === "AlwaysAllow") return true;
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {};
  return currentHealthy >= desiredHealthy && desiredHealthy > 0;
}

const mostDisrupted = 2_000;

const refused = (cause: string, retryAfterSeconds?: number): EvictionVerdict => ({
  allowed: false,
  code: 429,
  message: "Cannot evict pod as it would violate the pod's disruption budget.",
  cause,
  ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
});

function byBudget(budget: PodDisruptionBudget): EvictionVerdict {
  const { metadata, status } = budget;
  if ((status?.observedGeneration ?? 0) < (metadata.generation ?? 0)) {
    return refused(`The disruption budget ${metadata.name} is still being processed by the server.`, 10);
  }
  const { disruptionsAllowed = 0, desiredHealthy = 0, currentHealthy = 0, disruptedPods = {} } = status ?? {};
  if (Object.keys(disruptedPods).length > mostDisrupted) {
    return refused("The disruption budget has too many evictions under way: try again later.", 10);
  }
  if (disruptionsAllowed > 0) return { allowed: true, budget };
  const { status: allowed, reason } = conditionIn(status?.conditions, "DisruptionAllowed") ?? {};
  if (allowed === "False" && reason === "SyncFailed") {
    return refused(
      `The disruption budget ${metadata.name} does not allow evicting pods currently because it failed sync`,
    );
  }
  return refused(
    `The disruption budget ${metadata.name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`,
  );
}

/** What the status of a budget is when the eviction of a pod counts. */
export const withDisrupted = (status: BudgetStatus, pod: string, now: string): BudgetStatus => ({
  ...status,
  disruptionsAllowed: (status.disruptionsAllowed ?? 0) - 1,
  disruptedPods: { ...status.disruptedPods, [pod]: now },
});
