import { timestamp } from "../objects/metadata.ts";
import type { CronJob, CronJobStatus, Job } from "./batch-kinds.ts";
import type { Schedule } from "./cron-schedule.ts";
import { finishedCondition, isJobFinished } from "./job-status.ts";

/* Source: k8s.io/kubernetes/pkg/controller/cronjob */

export type CronStep =
  | { readonly action: "wait"; readonly waitMs?: number | undefined }
  /** It is due and can't be: the one before runs still. */
  | { readonly action: "skip"; readonly waitMs?: number | undefined }
  | {
      readonly action: "start";
      readonly at: number;
      readonly replaces: readonly Job[];
      readonly waitMs?: number | undefined;
    };

/** @param owned  its jobs */
export function cronStep(cronJob: CronJob, schedule: Schedule, owned: readonly Job[], now: number): CronStep {
  const { suspend, concurrencyPolicy = "Allow" } = cronJob.spec;
  if (cronJob.metadata.deletionTimestamp !== undefined || suspend) return { action: "wait" };
  const next = schedule.next(now);
  const waitMs = next === undefined ? undefined : next - now;
  const at = schedule.previous(now);
  if (at === undefined || at <= earliest(cronJob, now)) return { action: "wait", waitMs };
  const active = owned.filter((job) => !isJobFinished(job));
  if (concurrencyPolicy === "Forbid" && active.length > 0) return { action: "skip", waitMs };
  return { action: "start", at, replaces: concurrencyPolicy === "Replace" ? active : [], waitMs };
}

/** What was due before then is not made up for. */
function earliest({ metadata, spec, status }: CronJob, now: number): number {
  const last = Date.parse(status?.lastScheduleTime ?? metadata.creationTimestamp);
  const { startingDeadlineSeconds: deadline } = spec;
  return deadline === undefined ? last : Math.max(last, now - deadline * 1000);
}

const startOf = ({ metadata, status }: Job) => Date.parse(status?.startTime ?? metadata.creationTimestamp);

/** The oldest of the finished jobs that the history has no room for. */
export function outlivedJobs({ spec }: CronJob, owned: readonly Job[]): Job[] {
  const { successfulJobsHistoryLimit = 3, failedJobsHistoryLimit = 1 } = spec;
  const beyond = (type: string, limit: number) =>
    owned
      .filter((job) => finishedCondition(job.status)?.type === type)
      .toSorted((a, b) => startOf(b) - startOf(a))
      .slice(limit);
  return [...beyond("Complete", successfulJobsHistoryLimit), ...beyond("Failed", failedJobsHistoryLimit)];
}

/** @param scheduled  when it was due last, if it was started in this turn */
export function cronStatus({ status }: CronJob, owned: readonly Job[], scheduled?: number): CronJobStatus {
  const active = owned
    .filter((job) => !isJobFinished(job) && job.metadata.deletionTimestamp === undefined)
    .map(({ apiVersion, kind, metadata: { namespace = "", name, uid } }) => ({
      apiVersion,
      kind,
      namespace,
      name,
      uid,
    }));
  const ends = owned
    .filter((job) => finishedCondition(job.status)?.type === "Complete")
    .map((job) => Date.parse(job.status?.completionTime ?? ""))
    .concat(Date.parse(status?.lastSuccessfulTime ?? ""))
    .filter((time) => !Number.isNaN(time));
  const lastScheduleTime = scheduled === undefined ? status?.lastScheduleTime : timestamp(scheduled);
  return {
    ...(active.length > 0 && { active }),
    ...(lastScheduleTime !== undefined && { lastScheduleTime }),
    ...(ends.length > 0 && { lastSuccessfulTime: timestamp(Math.max(...ends)) }),
  };
}
