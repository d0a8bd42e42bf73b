import type { Pod, PriorityClass } from "../controllers/kinds.ts";

/** What every cluster has. */
const system: Readonly<Record<string, number>> = {
  "system-cluster-critical": 2_000_000_000,
  "system-node-critical": 2_000_001_000,
};

/** As the pod bears it, or as its class says, or as the default class does.
 *  Source: https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/ */
export function priorityOf({ spec }: Pod, classes: readonly PriorityClass[]): number {
  if (spec.priority !== undefined) return spec.priority;
  const { priorityClassName: name } = spec;
  if (!name) return classes.find(({ globalDefault }) => globalDefault === true)?.value ?? 0;
  return classes.find(({ metadata }) => metadata.name === name)?.value ?? system[name] ?? 0;
}
