import { isReady, readySince } from "./pod-state.ts";
import type { Pod } from "./kinds.ts";

type Measure = (pod: Pod) => number;

const phases = { Pending: 0, Unknown: 1, Running: 2, Succeeded: 2, Failed: 2 };
const costAnnotation = "controller.kubernetes.io/pod-deletion-cost";

/** The pods that are missed least first.
 *  @param related  all active pods of the same application, to tell which nodes have more than their share
 *  Source: k8s.io/kubernetes/pkg/controller ActivePodsWithRanks */
export function inDeletionOrder(pods: readonly Pod[], related: readonly Pod[]): Pod[] {
  const onNode = Map.groupBy(related, ({ spec }) => spec.nodeName ?? "");
  const measures: readonly Measure[] = [
    ({ spec }) => (spec.nodeName ? 1 : 0),
    ({ status }) => phases[status?.phase ?? "Pending"],
    (pod) => (isReady(pod) ? 1 : 0),
    deletionCost,
    ({ spec }) => -(onNode.get(spec.nodeName ?? "")?.length ?? 0),
    (pod) => -(readySince(pod) ?? 0),
    (pod) => -restarts(pod),
    ({ metadata }) => -Date.parse(metadata.creationTimestamp),
  ];
  return pods.toSorted((a, b) => {
    for (const measure of measures) {
      const difference = measure(a) - measure(b);
      if (difference !== 0) return difference;
    }
    return a.metadata.uid < b.metadata.uid ? -1 : 1;
  });
}

function deletionCost({ metadata }: Pod): number {
  const cost = metadata.annotations?.[costAnnotation] ?? "0";
  return /^(0|[+-]?[1-9]\d*)$/.test(cost) ? Number(cost) : 0;
}

const restarts = ({ status }: Pod) =>
  Math.max(0, ...(status?.containerStatuses ?? []).map(({ restartCount }) => restartCount));
