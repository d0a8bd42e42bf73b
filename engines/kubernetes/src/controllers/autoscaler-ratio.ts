import { ceiling, isClose } from "@naru/kubernetes/autoscaling";
import type { Pod } from "./kinds.ts";
import { conditionIn } from "./pod-state.ts";

/* How many replicas a measure calls for. Source: k8s.io/kubernetes/pkg/controller/podautoscaler/replica_calculator.go */

const startsForMs = 5 * 60_000;
const readyWithinMs = 30_000;

/** A pod that is measured. */
export interface Sample {
  /** Undefined when there is no measure of it. */
  readonly usage: number | undefined;
  /** What it should use. */
  readonly wanted: number;
  /** What it is thought to use when fewer pods would do without a measure of it. */
  readonly assumed: number;
  readonly isReady: boolean;
}

/** @returns undefined when no pod that is ready is measured */
export function replicasForSamples(current: number, samples: readonly Sample[]): number | undefined {
  const measured = samples.filter(({ usage, isReady }) => usage !== undefined && isReady);
  if (measured.length === 0) return undefined;
  const ratio = ratioOf(measured);
  const missing = samples.filter(({ usage, isReady }) => usage === undefined && isReady);
  const unready = ratio > 1 ? samples.filter(({ isReady }) => !isReady) : [];
  if (unready.length === 0 && missing.length === 0) {
    return isClose(ratio) ? current : ceiling(ratio * measured.length);
  }
  const guessed = [
    ...missing.map((sample) => ({ ...sample, usage: ratio < 1 ? sample.assumed : 0 })),
    ...unready.map((sample) => ({ ...sample, usage: 0 })),
  ];
  const all = [...measured, ...guessed];
  const cautious = ratioOf(all);
  if (isClose(cautious) || ratio < 1 !== cautious < 1) return current;
  const replicas = ceiling(cautious * all.length);
  return cautious < 1 ? Math.min(current, replicas) : Math.max(current, replicas);
}

function ratioOf(samples: readonly Sample[]): number {
  const sum = (of: (sample: Sample) => number) => samples.reduce((total, sample) => total + of(sample), 0);
  return sum(({ usage = 0 }) => usage) / sum(({ wanted }) => wanted);
}

/** Whether what a pod uses says anything yet: of the processor, starting up does not.
 *  @param measuredAt, windowMs  of its usage */
export function counts(
  pod: Pod,
  resource: string,
  measuredAt: number,
  windowMs: number,
  now: number,
): boolean {
  if (pod.status?.phase === "Pending") return false;
  if (resource !== "cpu") return true;
  const ready = conditionIn(pod.status?.conditions, "Ready");
  const startedAt = Date.parse(pod.status?.startTime ?? pod.metadata.creationTimestamp);
  if (!ready) return false;
  const since = Date.parse(ready.lastTransitionTime ?? "");
  if (startedAt + startsForMs > now) return ready.status === "True" && !(measuredAt < since + windowMs);
  return !(ready.status === "False" && startedAt + readyWithinMs > since);
}
