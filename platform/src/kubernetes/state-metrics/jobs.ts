import type { Controller } from "../resources.ts";
import { ownerSamples } from "./pods.ts";
import { type Sample, secondsOf, statusOf, type Tell, tellOf } from "./sample.ts";

export function jobSamples(job: Controller): Sample[] {
  const { metadata, spec, status = {} } = job;
  const tell = tellOf({ namespace: metadata.namespace ?? "", job_name: metadata.name });
  const condition = (type: string) => status.conditions?.find((each) => each.type === type);
  const [complete, failed] = [condition("Complete"), condition("Failed")];
  const active = typeof status.active === "number" ? status.active : 0;
  return [
    tell("kube_job_info", 1),
    tell("kube_job_created", secondsOf(metadata.creationTimestamp)),
    ownerSamples(tell, "kube_job_owner", job),
    tell("kube_job_spec_parallelism", spec.parallelism),
    tell("kube_job_spec_completions", spec.completions),
    tell("kube_job_spec_active_deadline_seconds", spec.activeDeadlineSeconds),
    tell("kube_job_status_active", active),
    tell("kube_job_status_succeeded", status.succeeded ?? 0),
    failureSamples(tell, status.failed ?? 0, failed?.status === "True" ? failed.reason : undefined),
    tell("kube_job_status_start_time", secondsOf(status.startTime)),
    tell("kube_job_status_completion_time", secondsOf(status.completionTime)),
    complete ? statusOf(tell, "kube_job_complete", complete.status, { label: "condition" }) : [],
    failed ? statusOf(tell, "kube_job_failed", failed.status, { label: "condition" }) : [],
  ].flat();
}

const reasons = ["BackoffLimitExceeded", "DeadlineExceeded", "Evicted"];

/** As kube-state-metrics counts: pods without a reason while the job goes on, and of a job that failed for one of the
 *  usual reasons 1 for that. */
function failureSamples(tell: Tell, failed: number, reason: string | undefined): Sample[] {
  if (failed === 0 || reason === undefined || !reasons.includes(reason))
    return tell("kube_job_status_failed", failed);
  return reasons.flatMap((each) => tell("kube_job_status_failed", each === reason, { reason: each }));
}

export function cronJobSamples({ metadata, spec, status = {} }: Controller): Sample[] {
  const tell = tellOf({ namespace: metadata.namespace ?? "", cronjob: metadata.name });
  const active = Array.isArray(status.active) ? status.active.length : 0;
  return [
    tell("kube_cronjob_info", 1, {
      schedule: spec.schedule ?? "",
      concurrency_policy: spec.concurrencyPolicy ?? "",
      timezone: spec.timeZone ?? "local",
    }),
    tell("kube_cronjob_created", secondsOf(metadata.creationTimestamp)),
    tell("kube_cronjob_spec_suspend", spec.suspend ?? false),
    tell("kube_cronjob_spec_starting_deadline_seconds", spec.startingDeadlineSeconds),
    tell("kube_cronjob_status_active", active),
    tell("kube_cronjob_status_last_schedule_time", secondsOf(status.lastScheduleTime)),
    tell("kube_cronjob_status_last_successful_time", secondsOf(status.lastSuccessfulTime)),
  ].flat();
}
