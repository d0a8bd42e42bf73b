import { selectorMatches } from "../resources/selector.ts";
import { withCondition, withoutCondition } from "./conditions.ts";
import type { Pod, ReplicaSet, ReplicaSetStatus } from "./kinds.ts";
import { availableInMs, isReady } from "./pod-state.ts";

export interface Failure {
  readonly reason: "FailedCreate" | "FailedDelete";
  readonly message: string;
}

/** @param pods  the active ones that it owns */
export function replicaSetStatus(
  set: ReplicaSet,
  pods: readonly Pod[],
  now: number,
  failure?: Failure,
): ReplicaSetStatus {
  const { minReadySeconds = 0, template } = set.spec;
  const labels = { matchLabels: template.metadata?.labels ?? {} };
  const before = set.status?.conditions ?? [];
  const conditions = failure
    ? withCondition(before, { type: "ReplicaFailure", status: "True", ...failure }, now)
    : withoutCondition(before, "ReplicaFailure");
  const counts = {
    fullyLabeledReplicas: pods.filter(({ metadata }) => selectorMatches(labels, metadata.labels)).length,
    readyReplicas: pods.filter(isReady).length,
    availableReplicas: pods.filter((pod) => availableInMs(pod, minReadySeconds, now) === 0).length,
  };
  return {
    replicas: pods.length,
    ...nonZero(counts),
    observedGeneration: set.metadata.generation ?? 0,
    ...(conditions.length > 0 && { conditions }),
  };
}

/** The API leaves out a count of none. */
export const nonZero = (counts: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));

/** Milliseconds until the next pod has been ready for long enough. */
export function nextAvailableMs(
  { spec }: { readonly spec: { readonly minReadySeconds?: number } },
  pods: readonly Pod[],
  now: number,
): number | undefined {
  const waits = pods
    .map((pod) => availableInMs(pod, spec.minReadySeconds ?? 0, now))
    .filter((wait): wait is number => wait !== undefined && wait > 0);
  return waits.length === 0 ? undefined : Math.min(...waits);
}
