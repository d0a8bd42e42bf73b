import { timestamp } from "../objects/metadata.ts";
import type { Job, JobStatus } from "./batch-kinds.ts";
import { putCondition } from "./conditions.ts";
import { intervalsText } from "./index-intervals.ts";
import { isIndexed } from "./job-pod.ts";
import type { Outcome } from "./job-plan.ts";
import type { Tally } from "./job-tally.ts";
import type { Condition } from "./kinds.ts";
import { conditionIn, isReady } from "./pod-state.ts";
import { nonZero } from "./replica-set-status.ts";

export const isJobFinished = ({ status }: Job) => finishedCondition(status) !== undefined;

export const finishedCondition = (status: JobStatus | undefined): Condition | undefined =>
  status?.conditions?.find(
    ({ type, status: value }) => (type === "Complete" || type === "Failed") && value === "True",
  );

/** @param outcome  that is decided; it is final when every pod has ended and been counted */
export function jobStatus(job: Job, seen: Tally, outcome: Outcome | undefined, now: number): JobStatus {
  const { uncounted, counted } = seen;
  const isCounted = uncounted.succeeded.length + uncounted.failed.length === 0;
  const isOver = outcome !== undefined && isCounted && seen.active.length + seen.terminating.length === 0;
  const conditions = outcome
    ? concluded(job, outcome, isOver, now)
    : suspension(job, job.status?.conditions ?? [], now);
  const isComplete = isOver && outcome.type === "SuccessCriteriaMet";
  const startTime = startOf(job, conditions, now);
  return {
    ...(conditions.length > 0 && { conditions }),
    ...(startTime !== undefined && { startTime }),
    ...(isComplete && { completionTime: timestamp(now) }),
    ...nonZero({
      active: seen.active.length,
      succeeded: isIndexed(job) ? seen.succeededIndexes.size : counted.succeeded,
      failed: counted.failed,
    }),
    ready: seen.active.filter(isReady).length,
    terminating: seen.terminating.length,
    ...(seen.succeededIndexes.size > 0 && { completedIndexes: intervalsText(seen.succeededIndexes) }),
    ...(job.spec.backoffLimitPerIndex !== undefined && { failedIndexes: intervalsText(seen.failedIndexes) }),
    uncountedTerminatedPods: {
      ...(uncounted.succeeded.length > 0 && { succeeded: [...uncounted.succeeded] }),
      ...(uncounted.failed.length > 0 && { failed: [...uncounted.failed] }),
    },
  };
}

function concluded(job: Job, { type, reason = "", message = "" }: Outcome, isOver: boolean, now: number) {
  const news = { status: "True", reason, message } as const;
  const interim = putCondition(job.status?.conditions ?? [], { type, ...news }, now);
  const last = type === "SuccessCriteriaMet" ? "Complete" : "Failed";
  return isOver ? putCondition(interim, { type: last, ...news }, now) : interim;
}

function suspension({ spec }: Job, before: readonly Condition[], now: number): Condition[] {
  const known = conditionIn(before, "Suspended");
  if (spec.suspend) {
    const news = { status: "True", reason: "JobSuspended", message: "Job suspended" } as const;
    return putCondition(before, { type: "Suspended", ...news }, now);
  }
  if (known?.status !== "True") return [...before];
  const news = { status: "False", reason: "JobResumed", message: "Job resumed" } as const;
  return putCondition(before, { type: "Suspended", ...news }, now);
}

/** The time of a job runs while it is not suspended. */
function startOf({ spec, status }: Job, conditions: readonly Condition[], now: number): string | undefined {
  if (spec.suspend) return undefined;
  const wasSuspended = conditionIn(status?.conditions, "Suspended")?.status === "True";
  const isResumed = wasSuspended && conditionIn(conditions, "Suspended")?.status === "False";
  return isResumed ? timestamp(now) : (status?.startTime ?? timestamp(now));
}
