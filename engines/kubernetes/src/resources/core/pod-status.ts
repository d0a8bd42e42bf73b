import { get, type JsonObject } from "../../patch/json.ts";
import { conditionOf, at, fields, isTrue, number, records, text } from "../values.ts";

/** What `kubectl get pods` says of one. */
export interface PodSummary {
  readonly ready: number;
  readonly total: number;
  readonly reason: string;
  readonly restarts: number;
  /** When a container last ended and was started again; undefined when none was. */
  readonly lastRestart: string | undefined;
}

interface Restarts {
  count: number;
  last: string | undefined;
}

/** Source: Kubernetes' pkg/printers/internalversion/printers.go, printPod */
export function summarize(pod: unknown): PodSummary {
  const initial = initialization(pod);
  const total = records(at(pod, "spec", "containers")).length + initial.sidecars;
  const isStarted = initial.reason === undefined || isTrue(pod, "Initialized");
  const running = isStarted ? containersOf(pod, initial.reason ?? phaseReason(pod)) : undefined;
  const restarts = running ? joined(initial.sidecarRestarts, running.restarts) : initial.restarts;
  return {
    ready: initial.ready + (running?.ready ?? 0),
    total,
    reason: ending(pod) ?? running?.reason ?? initial.reason ?? phaseReason(pod),
    restarts: restarts.count,
    lastRestart: restarts.last,
  };
}

function phaseReason(pod: unknown): string {
  if (conditionOf(pod, "PodScheduled")?.["reason"] === "SchedulingGated") return "SchedulingGated";
  return text(at(pod, "status", "reason")) || text(at(pod, "status", "phase"));
}

function ending(pod: unknown): string | undefined {
  if (text(at(pod, "metadata", "deletionTimestamp")) === "") return undefined;
  if (at(pod, "status", "reason") === "NodeLost") return "Unknown";
  const phase = text(at(pod, "status", "phase"));
  return phase === "Succeeded" || phase === "Failed" ? undefined : "Terminating";
}

/** Init containers run one by one: the first that is not through says how far the pod is. */
function initialization(pod: unknown) {
  const declared = records(at(pod, "spec", "initContainers"));
  const sidecars = new Set(
    declared.filter((one) => get(one, "restartPolicy") === "Always").map((one) => text(get(one, "name"))),
  );
  const restarts: Restarts = { count: 0, last: undefined };
  const sidecarRestarts: Restarts = { count: 0, last: undefined };
  let ready = 0;
  let reason: string | undefined;
  for (const [index, status] of records(at(pod, "status", "initContainerStatuses")).entries()) {
    const isSidecar = sidecars.has(text(get(status, "name")));
    countRestarts(restarts, status);
    if (isSidecar) countRestarts(sidecarRestarts, status);
    const ended = at(status, "state", "terminated");
    if (ended !== undefined && number(at(ended, "exitCode")) === 0) continue;
    if (isSidecar && get(status, "started") === true) {
      if (get(status, "ready") === true) ready++;
      continue;
    }
    reason = `Init:${initReason(status, `${index}/${declared.length}`)}`;
    break;
  }
  const sidecarCount = declared.filter((one) => get(one, "restartPolicy") === "Always").length;
  return { sidecars: sidecarCount, restarts, sidecarRestarts, ready, reason };
}

function initReason(status: JsonObject, progress: string): string {
  const ended = at(status, "state", "terminated");
  if (ended !== undefined) return endReason(ended);
  const waiting = text(at(status, "state", "waiting", "reason"));
  return waiting !== "" && waiting !== "PodInitializing" ? waiting : progress;
}

function endReason(ended: unknown): string {
  const reason = text(at(ended, "reason"));
  if (reason !== "") return reason;
  const signal = number(at(ended, "signal"));
  return signal === 0 ? `ExitCode:${number(at(ended, "exitCode"))}` : `Signal:${signal}`;
}

/** The first container that has something to say is heard: they are read from the last. */
function containersOf(pod: unknown, otherwise: string) {
  const restarts: Restarts = { count: 0, last: undefined };
  let reason = otherwise;
  let failure = "";
  let ready = 0;
  for (const status of records(at(pod, "status", "containerStatuses")).toReversed()) {
    countRestarts(restarts, status);
    const { waiting, terminated, running } = fields(get(status, "state"));
    const waits = text(at(waiting, "reason"));
    if (waits !== "") reason = waits;
    else if (terminated !== undefined && terminated !== null) {
      reason = endReason(terminated);
      if (number(at(terminated, "exitCode")) !== 0) failure = reason;
    } else if (get(status, "ready") === true && running !== undefined) ready++;
  }
  if (reason === "Completed") reason = completedReason(pod, ready > 0, failure);
  return { restarts, reason, ready };
}

/** One container is through; the pod is not while another runs. */
function completedReason(pod: unknown, isRunning: boolean, failure: string): string {
  if (isRunning && isTrue(pod, "Ready")) return "Running";
  if (failure !== "") return failure;
  return isRunning ? "NotReady" : "Completed";
}

function countRestarts(restarts: Restarts, status: JsonObject): void {
  restarts.count += number(get(status, "restartCount"));
  restarts.last = later(restarts.last, text(at(status, "lastState", "terminated", "finishedAt")));
}

const later = (a: string | undefined, b: string) => (b !== "" && (a === undefined || a < b) ? b : a);

const joined = (a: Restarts, b: Restarts): Restarts => ({
  count: a.count + b.count,
  last: later(a.last, b.last ?? ""),
});
