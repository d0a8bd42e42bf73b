import type { Job, JobStatus } from "./batch-kinds.ts";
import { parseIntervals } from "./index-intervals.ts";
import { failureVerdict } from "./job-policies.ts";
import { earlierFailures, indexOf, isIndexed, isTracked } from "./job-pod.ts";
import type { Pod } from "./kinds.ts";
import { isActive, isFinished } from "./pod-state.ts";

/* What has become of a job's pods. Each is counted once: its uid is written down first, then its finalizer goes, then
 * the number grows. Source: k8s.io/kubernetes/pkg/controller/job trackJobStatusAndRemoveFinalizers */

export interface Tally {
  readonly succeeded: number;
  readonly failed: number;
  /** Written down, and not yet part of the numbers in the status. */
  readonly uncounted: { readonly succeeded: readonly string[]; readonly failed: readonly string[] };
  readonly succeededIndexes: ReadonlySet<number>;
  readonly failedIndexes: ReadonlySet<number>;
  readonly active: readonly Pod[];
  /** Shall end, and have not. */
  readonly terminating: readonly Pod[];
  /** The numbers as the status has them when those that were written down are part of them. */
  readonly counted: { readonly succeeded: number; readonly failed: number };
}

export const onlyReplacesFailed = ({ spec }: Job) => spec.podReplacementPolicy === "Failed";

export function hasFailed(job: Job, pod: Pod): boolean {
  if (pod.status?.phase === "Failed") return true;
  if (pod.metadata.deletionTimestamp === undefined || pod.status?.phase === "Succeeded") return false;
  return !onlyReplacesFailed(job) || !mayRun(pod);
}

/** Nothing holds a pod that had no time left to end but that it is to be counted. */
const mayRun = ({ metadata }: Pod) => metadata.deletionGracePeriodSeconds !== 0;

const succeededPod = (pod: Pod) => pod.status?.phase === "Succeeded";

export function tally(job: Job, pods: readonly Pod[]): Tally {
  const status = job.status ?? {};
  const tracked = new Set(pods.filter(isTracked).map(({ metadata }) => metadata.uid));
  const { succeeded: noted = [], failed: notedFailed = [] } = status.uncountedTerminatedPods ?? {};
  const fresh = (kept: readonly string[], test: (pod: Pod) => boolean) =>
    pods
      .filter((pod) => isTracked(pod) && !kept.includes(pod.metadata.uid) && test(pod))
      .map(({ metadata }) => metadata.uid);
  const still = (uids: readonly string[]) => uids.filter((uid) => tracked.has(uid));
  const counts = (pod: Pod) => hasFailed(job, pod) && failureVerdict(job, pod).action !== "Ignore";
  const uncounted = {
    succeeded: isIndexed(job) ? [] : [...still(noted), ...fresh(noted, succeededPod)],
    failed: [...still(notedFailed), ...fresh(notedFailed, counts)],
  };
  const counted = {
    succeeded: (status.succeeded ?? 0) + noted.length - still(noted).length,
    failed: (status.failed ?? 0) + notedFailed.length - still(notedFailed).length,
  };
  const succeededIndexes = completed(job, status, pods);
  return {
    succeeded: isIndexed(job) ? succeededIndexes.size : counted.succeeded + uncounted.succeeded.length,
    failed: counted.failed + uncounted.failed.length,
    uncounted,
    succeededIndexes,
    failedIndexes: failedIndexes(job, status, pods),
    active: pods.filter(isActive),
    terminating: pods.filter(
      (pod) => pod.metadata.deletionTimestamp !== undefined && !isFinished(pod) && mayRun(pod),
    ),
    counted,
  };
}

function completed(job: Job, status: JobStatus, pods: readonly Pod[]): Set<number> {
  if (!isIndexed(job)) return new Set();
  const most = job.spec.completions ?? 0;
  const indexes = parseIntervals(status.completedIndexes ?? "", most);
  for (const pod of pods) {
    const index = indexOf(pod);
    if (index !== undefined && index < most && succeededPod(pod) && isTracked(pod)) indexes.add(index);
  }
  return indexes;
}

function failedIndexes(job: Job, status: JobStatus, pods: readonly Pod[]): Set<number> {
  const { completions = 0, backoffLimitPerIndex: limit } = job.spec;
  if (!isIndexed(job) || limit === undefined) return new Set();
  const indexes = parseIntervals(status.failedIndexes ?? "", completions);
  for (const pod of pods) {
    const index = indexOf(pod);
    if (index === undefined || index >= completions || !hasFailed(job, pod)) continue;
    const { action } = failureVerdict(job, pod);
    if (action === "FailIndex" || (action !== "Ignore" && earlierFailures(pod) >= limit)) indexes.add(index);
  }
  return indexes;
}

/** How often each index has failed, for the next pod of it. */
export function failuresOf(job: Job, pods: readonly Pod[], index: number): number {
  const counts = pods
    .filter((pod) => indexOf(pod) === index)
    .map((pod) => {
      const isCounted = hasFailed(job, pod) && failureVerdict(job, pod).action !== "Ignore";
      return earlierFailures(pod) + (isCounted ? 1 : 0);
    });
  return Math.max(0, ...counts);
}
