import type { KubeObject } from "@naru/kubernetes";
import { type Controller, timeOf } from "../resources.ts";
import type { ObjectRef } from "../shapes/api.ts";
import { conditionOf, type Found, found } from "./found.ts";
import type { Objects } from "./objects.ts";

/** Jobs that gave up, and CronJobs that start none.
 *  Source: https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup */
export const jobFindings = (objects: Objects): Found[] => [
  ...objects.all("jobs").flatMap((job) => failedFindings(objects, job)),
  ...objects.all("cronJobs").flatMap((cronJob) => cronJobFindings(objects, cronJob)),
];

function failedFindings(objects: Objects, job: Controller): Found[] {
  const failed = conditionOf(job, "Failed");
  if (failed?.status !== "True") return [];
  const since = timeOf(failed.lastTransitionTime);
  const owner = ownerOf(job);
  const cronJob = owner && objects.get("cronJobs", owner.namespace, owner.name);
  // What a later run of the same did well is over.
  if ((timeOf(cronJob?.status?.lastSuccessfulTime) ?? 0) > (since ?? 0)) return [];
  return [
    found("job-failed", job, {
      touches: owner ? [owner] : [],
      since,
      found: failed.reason ?? "",
      message: failed.message ?? "",
    }),
  ];
}

function ownerOf({ metadata }: KubeObject): ObjectRef | undefined {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller);
  return owner && { kind: owner.kind, namespace: metadata.namespace ?? "", name: owner.name };
}

/** As the CronJob controller tells of a start that did not happen.
 *  Source: kubernetes/kubernetes, pkg/controller/cronjob */
const missed =
  /^(?:MissSchedule|TooManyMissedTimes|FailedNeedsStart|FailedCreate|UnparseableSchedule|UnknownTimeZone|InvalidSchedule)$/;

function cronJobFindings(objects: Objects, cronJob: Controller): Found[] {
  const { spec, status = {} } = cronJob;
  if (spec.suspend === true)
    return [found("cron-job-suspended", cronJob, { field: "suspend", found: "true", wanted: "false" })];
  const event = objects.told(cronJob).find(({ reason = "" }) => missed.test(reason));
  const at = timeOf(event?.series?.lastObservedTime ?? event?.lastTimestamp ?? event?.eventTime);
  if (!event || at === null || at <= (timeOf(status.lastScheduleTime) ?? 0)) return [];
  return [
    found("cron-job-missed", cronJob, {
      since: at,
      field: "schedule",
      found: spec.schedule ?? "",
      message: event.message ?? "",
    }),
  ];
}

export const isFinished = (job: Controller): boolean =>
  ["Complete", "Failed"].some((type) => conditionOf(job, type)?.status === "True");
