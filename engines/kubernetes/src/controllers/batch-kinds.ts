import type { KubeObject } from "../object.ts";
import type { Condition, Kind } from "./kinds.ts";
import type { PodTemplate } from "./pod-kind.ts";

/* Work that ends, as far as controllers read it. */

const batch = { group: "batch", version: "v1" };

export const jobs: Kind<Job> = { ...batch, plural: "jobs" };
export const cronJobs: Kind<CronJob> = { ...batch, plural: "cronjobs" };

export interface JobSpec {
  parallelism?: number;
  completions?: number;
  completionMode?: "NonIndexed" | "Indexed";
  backoffLimit?: number;
  backoffLimitPerIndex?: number;
  maxFailedIndexes?: number;
  activeDeadlineSeconds?: number;
  ttlSecondsAfterFinished?: number;
  suspend?: boolean;
  managedBy?: string;
  podReplacementPolicy?: "TerminatingOrFailed" | "Failed";
  podFailurePolicy?: { rules: FailureRule[] };
  successPolicy?: { rules: { succeededIndexes?: string; succeededCount?: number }[] };
  selector: unknown;
  template: PodTemplate;
}

export interface FailureRule {
  action: "Ignore" | "FailIndex" | "Count" | "FailJob";
  onExitCodes?: { containerName?: string; operator: "In" | "NotIn"; values: number[] };
  onPodConditions?: { type: string; status: string }[];
}

export interface Job extends KubeObject {
  spec: JobSpec;
  status?: JobStatus;
}

export interface JobStatus {
  conditions?: Condition[];
  startTime?: string;
  completionTime?: string;
  active?: number;
  ready?: number;
  terminating?: number;
  succeeded?: number;
  failed?: number;
  completedIndexes?: string;
  failedIndexes?: string;
  uncountedTerminatedPods?: { succeeded?: string[]; failed?: string[] };
}

export interface CronJob extends KubeObject {
  spec: {
    schedule: string;
    timeZone?: string;
    suspend?: boolean;
    startingDeadlineSeconds?: number;
    concurrencyPolicy?: "Allow" | "Forbid" | "Replace";
    successfulJobsHistoryLimit?: number;
    failedJobsHistoryLimit?: number;
    jobTemplate: {
      metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
      spec: JobSpec;
    };
  };
  status?: CronJobStatus;
}

export interface CronJobStatus {
  active?: { apiVersion: string; kind: string; namespace: string; name: string; uid: string }[];
  lastScheduleTime?: string;
  lastSuccessfulTime?: string;
}
