import type { PriorityClass } from "../controllers/kinds.ts";
import type { Pod } from "../kubelet/pod.ts";
import { text } from "../resources/values.ts";
import { forbidden } from "./refusal.ts";

/** Writes what a pod's class stands for into the pod.
 *  @throws ApiError Forbidden when there is no such class, or the pod says a number of its own
 *  Source: https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/ */
export function resolvePriority(pod: Pod, classes: readonly PriorityClass[]): void {
  const spec = pod.spec as Pod["spec"] & {
    priorityClassName?: string;
    priority?: number;
    preemptionPolicy?: string;
  };
  const found = spec.priorityClassName
    ? classes.find(({ metadata }) => metadata.name === spec.priorityClassName)
    : classes.filter(({ globalDefault }) => globalDefault === true).toSorted((a, b) => a.value - b.value)[0];
  if (spec.priorityClassName && !found) {
    throw forbidden("pods", pod, `no PriorityClass with name ${spec.priorityClassName} was found`);
  }
  const value = found?.value ?? 0;
  if (spec.priority !== undefined && spec.priority !== value) {
    const why = `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`;
    throw forbidden("pods", pod, why);
  }
  if (found && !spec.priorityClassName) spec.priorityClassName = found.metadata.name;
  spec.priority = value;
  spec.preemptionPolicy ??= text(found?.preemptionPolicy) || "PreemptLowerPriority";
}
