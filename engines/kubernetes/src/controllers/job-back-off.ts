import type { Pod } from "./kinds.ts";

const firstMs = 10_000;
const longestMs = 6 * 60_000;

/** Milliseconds until failed pods may be replaced: 10 s after the first failure, twice as long after each further one
 *  since the last success, 6 min at most.
 *  Source: https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy */
export function jobBackOffMs(pods: readonly Pod[], now: number): number {
  const ended = pods
    .filter(({ status }) => status?.phase === "Failed" || status?.phase === "Succeeded")
    .map((pod) => ({ at: endedAt(pod) ?? now, isFailure: pod.status?.phase === "Failed" }));
  const lastSuccess = Math.max(0, ...ended.filter(({ isFailure }) => !isFailure).map(({ at }) => at));
  const failures = ended.filter(({ isFailure, at }) => isFailure && at > lastSuccess).map(({ at }) => at);
  if (failures.length === 0) return 0;
  const wait = Math.min(firstMs * 2 ** (failures.length - 1), longestMs);
  return Math.max(0, Math.max(...failures) + wait - now);
}

/** When its last container ended, or when that was noticed. */
function endedAt({ status, metadata }: Pod): number | undefined {
  const ends = (status?.containerStatuses ?? []).map(({ state }) =>
    Date.parse(state?.terminated?.finishedAt ?? ""),
  );
  if (ends.length > 0 && ends.every((end) => !Number.isNaN(end))) return Math.max(...ends);
  const ready = status?.conditions?.find(({ type }) => type === "Ready");
  const noticed = Date.parse(
    ready?.lastTransitionTime ?? metadata.deletionTimestamp ?? metadata.creationTimestamp,
  );
  return Number.isNaN(noticed) ? undefined : noticed;
}
