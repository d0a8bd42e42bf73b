import type { Condition, Pod } from "./kinds.ts";

/* What a pod is good for at a moment. */

export const conditionIn = (
  conditions: readonly Condition[] | undefined,
  type: string,
): Condition | undefined => conditions?.find((condition) => condition.type === type);

export const isFinished = ({ status }: Pod) => status?.phase === "Succeeded" || status?.phase === "Failed";

/** Has not ended and shall not. */
export const isActive = (pod: Pod) => !isFinished(pod) && pod.metadata.deletionTimestamp === undefined;

export const isReady = ({ status }: Pod) => conditionIn(status?.conditions, "Ready")?.status === "True";

/** Milliseconds since 1970; undefined when the pod is not ready, or does not say since when. */
export function readySince(pod: Pod): number | undefined {
  const ready = conditionIn(pod.status?.conditions, "Ready");
  const since = ready?.status === "True" ? Date.parse(ready.lastTransitionTime ?? "") : Number.NaN;
  return Number.isNaN(since) ? undefined : since;
}

/** How long until it has been ready for long enough: 0 when it has, undefined when it is not ready. */
export function availableInMs(pod: Pod, minReadySeconds: number, now: number): number | undefined {
  if (!isReady(pod)) return undefined;
  if (minReadySeconds === 0) return 0;
  const since = readySince(pod);
  return since === undefined ? undefined : Math.max(0, since + minReadySeconds * 1000 - now);
}
