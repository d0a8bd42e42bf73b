import type { Condition, Controller } from "../resources.ts";
import type { PodRow } from "../pods/api.ts";
import type { WorkloadRow } from "./api.ts";

export type Progress = Pick<WorkloadRow, "state" | "reason" | "message" | "ready" | "desired" | "updated">;

/** How a workload is doing: what its controller says, and when that is not well, why, from its worst pod.
 *  @param pods those that belong to it */
export function workloadState(workload: Controller, pods: readonly PodRow[]): Progress {
  const progress = byKind(workload, pods);
  const isExplained = progress.reason !== "" && progress.reason !== tooLong;
  if (isExplained || !["degraded", "progressing", "failed"].includes(progress.state)) return progress;
  const worst = pods.find(({ health }) => health === "bad");
  if (!worst) return progress;
  const state = progress.state === "progressing" ? "degraded" : progress.state;
  return { ...progress, state, reason: worst.status, message: worst.message };
}

/** That it takes too long, which a pod's own reason explains. */
const tooLong = "ProgressDeadlineExceeded";

function byKind(workload: Controller, pods: readonly PodRow[]): Progress {
  switch (workload.kind) {
    case "DaemonSet":
      return ofDaemonSet(workload);
    case "Job":
      return ofJob(workload);
    case "CronJob":
      return ofCronJob(workload, pods);
    default:
      return ofReplicas(workload);
  }
}

function ofReplicas({ spec, status = {}, metadata }: Controller): Progress {
  const desired = spec.replicas ?? 1;
  const ready = status.readyReplicas ?? 0;
  const updated = status.updatedReplicas ?? status.replicas ?? 0;
  const counts = { desired, ready, updated };
  const failed = status.conditions?.find(isFailure);
  if (failed) return { ...counts, ...wordsOf(failed), state: "failed" };
  if (spec.paused) return { ...counts, state: "paused", reason: "", message: "" };
  const isSeen = (status.observedGeneration ?? 0) >= (metadata.generation ?? 0);
  return {
    ...counts,
    state: reached({ ...counts, isSeen, all: status.replicas ?? 0 }),
    reason: "",
    message: "",
  };
}

function ofDaemonSet({ status = {}, metadata }: Controller): Progress {
  const desired = status.desiredNumberScheduled ?? 0;
  const ready = status.numberReady ?? 0;
  const updated = status.updatedNumberScheduled ?? 0;
  const isSeen = (status.observedGeneration ?? 0) >= (metadata.generation ?? 0);
  const state = reached({ desired, ready, updated, isSeen, all: desired });
  return { desired, ready, updated, state, reason: "", message: "" };
}

/** Everything new, everything ready, nothing old left. */
function reached(counts: {
  desired: number;
  ready: number;
  updated: number;
  all: number;
  isSeen: boolean;
}): Progress["state"] {
  const { desired, ready, updated, all, isSeen } = counts;
  if (!isSeen || updated < desired || all > desired) return "progressing";
  if (ready < desired) return "degraded";
  return desired === 0 ? "idle" : "ready";
}

function ofJob({ spec, status = {} }: Controller): Progress {
  const desired = spec.completions ?? spec.parallelism ?? 1;
  const ready = status.succeeded ?? 0;
  const counts = { desired, ready, updated: desired };
  const holds = (type: string) =>
    status.conditions?.find((each) => each.type === type && each.status === "True");
  const failed = holds("Failed");
  if (failed) return { ...counts, ...wordsOf(failed), state: "failed" };
  const state = holds("Complete") ? "complete" : spec.suspend ? "suspended" : "progressing";
  return { ...counts, state, reason: "", message: "" };
}

function ofCronJob({ spec, status = {} }: Controller, pods: readonly PodRow[]): Progress {
  const desired = Array.isArray(status.active) ? status.active.length : 0;
  const ready = pods.filter(({ health }) => health === "good").length;
  const state = spec.suspend ? "suspended" : desired > 0 ? "progressing" : "idle";
  return { desired, ready, updated: desired, state, reason: "", message: spec.schedule ?? "" };
}

const isFailure = ({ type, status, reason }: Condition) =>
  (type === "Progressing" && status === "False" && reason === tooLong) ||
  (type === "ReplicaFailure" && status === "True");

const wordsOf = ({ reason = "", message = "" }: Condition) => ({ reason, message });
