import type { Job } from "./batch-kinds.ts";
import { inDeletionOrder } from "./deletion-order.ts";
import { jobBackOffMs } from "./job-back-off.ts";
import { failureVerdict, successMessage } from "./job-policies.ts";
import { indexOf, isIndexed } from "./job-pod.ts";
import { failuresOf, hasFailed, onlyReplacesFailed, type Tally } from "./job-tally.ts";
import type { Condition, Pod } from "./kinds.ts";
import { conditionIn, isFinished } from "./pod-state.ts";

/* Source: k8s.io/kubernetes/pkg/controller/job/job_controller.go */

/** What a job is on its way to; the pods that run still are ended first. */
export type Outcome = Pick<Condition, "reason" | "message"> & {
  readonly type: "SuccessCriteriaMet" | "FailureTarget";
};

export interface JobPlan {
  readonly outcome?: Outcome | undefined;
  /** One each; with an index in indexed jobs. */
  readonly create: readonly { readonly index?: number; readonly failures?: number }[];
  readonly remove: readonly Pod[];
  /** Milliseconds after which to look again. */
  readonly waitMs?: number | undefined;
}

/** As many pods are created in one go. */
const mostAtOnce = 500;

export function jobPlan(job: Job, pods: readonly Pod[], seen: Tally, now: number): JobPlan {
  const outcome = outcomeOf(job, pods, seen, now);
  if (outcome) return { outcome, create: [], remove: seen.active };
  if (job.metadata.deletionTimestamp !== undefined) return { create: [], remove: [] };
  if (job.spec.suspend) return { create: [], remove: seen.active };
  const wanted = wantedActive(job, seen);
  const waitMs = deadlineMs(job, now);
  const surplus = isIndexed(job) ? doubles(seen) : [];
  const excess = seen.active.length - surplus.length - wanted;
  if (excess > 0) {
    const rest = seen.active.filter((pod) => !surplus.includes(pod));
    return { create: [], remove: [...surplus, ...inDeletionOrder(rest, rest).slice(0, excess)], waitMs };
  }
  const missing = -excess - (onlyReplacesFailed(job) ? seen.terminating.length : 0);
  const grown = missing > 0 ? grow(job, pods, seen, Math.min(missing, mostAtOnce), now) : undefined;
  const waits = [waitMs, grown?.waitMs].filter((wait) => wait !== undefined);
  return {
    create: grown?.create ?? [],
    remove: surplus,
    waitMs: waits.length === 0 ? undefined : Math.min(...waits),
  };
}

function outcomeOf(job: Job, pods: readonly Pod[], seen: Tally, now: number): Outcome | undefined {
  const known = (["SuccessCriteriaMet", "FailureTarget"] as const).find(
    (type) => conditionIn(job.status?.conditions, type)?.status === "True",
  );
  if (known) {
    const { reason = "", message = "" } = conditionIn(job.status?.conditions, known) ?? {};
    return { type: known, reason, message };
  }
  return failure(job, pods, seen, now) ?? success(job, seen);
}

const failed = (reason: string, message: string): Outcome => ({ type: "FailureTarget", reason, message });

function failure(job: Job, pods: readonly Pod[], seen: Tally, now: number): Outcome | undefined {
  const { backoffLimit = 6, completions = 0, maxFailedIndexes } = job.spec;
  const fatal = pods
    .filter((pod) => hasFailed(job, pod))
    .map((pod) => failureVerdict(job, pod))
    .find(({ action }) => action === "FailJob");
  if (fatal) return failed("PodFailurePolicy", fatal.message);
  if (seen.failed > backoffLimit || isRestartingTooOften(job, pods)) {
    return failed("BackoffLimitExceeded", "Job has reached the specified backoff limit");
  }
  if ((deadlineMs(job, now) ?? 1) <= 0) {
    return failed("DeadlineExceeded", "Job was active longer than specified deadline");
  }
  const lost = seen.failedIndexes.size;
  if (maxFailedIndexes !== undefined && lost > maxFailedIndexes) {
    const message = "Job has exceeded the specified maximal number of failed indexes";
    return failed("MaxFailedIndexesExceeded", message);
  }
  const isOver = lost > 0 && lost + seen.succeededIndexes.size >= completions;
  return isOver ? failed("FailedIndexes", "Job has failed indexes") : undefined;
}

function isRestartingTooOften({ spec }: Job, pods: readonly Pod[]): boolean {
  if (spec.template.spec.restartPolicy !== "OnFailure") return false;
  const running = pods.filter(({ status }) => status?.phase === "Running" || status?.phase === "Pending");
  const restarts = running
    .flatMap(({ status }) => [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])])
    .reduce((sum, { restartCount }) => sum + restartCount, 0);
  const { backoffLimit = 6 } = spec;
  return backoffLimit === 0 ? restarts > 0 : restarts >= backoffLimit;
}

/** Milliseconds that a job may be active yet. */
function deadlineMs({ spec, status }: Job, now: number): number | undefined {
  if (spec.activeDeadlineSeconds === undefined || spec.suspend || !status?.startTime) return undefined;
  return Date.parse(status.startTime) + spec.activeDeadlineSeconds * 1000 - now;
}

function success(job: Job, seen: Tally): Outcome | undefined {
  const enough = isIndexed(job) ? successMessage(job, seen.succeededIndexes) : undefined;
  if (enough !== undefined) return { type: "SuccessCriteriaMet", reason: "SuccessPolicy", message: enough };
  const { completions } = job.spec;
  const isDone = completions === undefined ? seen.succeeded > 0 : seen.succeeded >= completions;
  if (!isDone || seen.active.length > 0) return undefined;
  const message = "Reached expected number of succeeded pods";
  return { type: "SuccessCriteriaMet", reason: "CompletionsReached", message };
}

function wantedActive({ spec }: Job, { succeeded, failedIndexes, active }: Tally): number {
  const { parallelism = 1, completions } = spec;
  if (completions === undefined) return succeeded > 0 ? Math.min(active.length, parallelism) : parallelism;
  return Math.max(0, Math.min(completions - succeeded - failedIndexes.size, parallelism));
}

/** Active pods whose index needs none, or has one. */
function doubles({ active, succeededIndexes, failedIndexes }: Tally): Pod[] {
  const seen = new Set<number>([...succeededIndexes, ...failedIndexes]);
  return active.filter((pod) => {
    const index = indexOf(pod);
    const isDouble = index === undefined || seen.has(index);
    if (index !== undefined) seen.add(index);
    return isDouble;
  });
}

function grow(
  job: Job,
  pods: readonly Pod[],
  seen: Tally,
  missing: number,
  now: number,
): Pick<JobPlan, "create" | "waitMs"> {
  if (isIndexed(job)) return growIndexes(job, pods, seen, missing, now);
  const waitMs = jobBackOffMs(pods, now);
  return waitMs > 0 ? { create: [], waitMs } : { create: Array.from({ length: missing }, () => ({})) };
}

function growIndexes(
  job: Job,
  pods: readonly Pod[],
  seen: Tally,
  missing: number,
  now: number,
): Pick<JobPlan, "create" | "waitMs"> {
  const { completions = 0, backoffLimitPerIndex } = job.spec;
  const kept = onlyReplacesFailed(job) ? pods.filter((pod) => !isFinished(pod)) : seen.active;
  const taken = new Set([...seen.succeededIndexes, ...seen.failedIndexes, ...kept.map(indexOf)]);
  const perIndex = backoffLimitPerIndex !== undefined;
  const common = perIndex ? 0 : jobBackOffMs(pods, now);
  if (common > 0) return { create: [], waitMs: common };
  const byIndex = perIndex ? Map.groupBy(pods, indexOf) : new Map<number, Pod[]>();
  const create: { index: number; failures: number }[] = [];
  let waitMs: number | undefined;
  for (let index = 0; index < completions && create.length < missing; index++) {
    if (taken.has(index)) continue;
    const own = byIndex.get(index) ?? [];
    const wait = jobBackOffMs(own, now);
    if (wait > 0) waitMs = Math.min(waitMs ?? wait, wait);
    else create.push({ index, failures: failuresOf(job, own, index) });
  }
  return { create, waitMs };
}
