import type { Cluster } from "../clusters/cluster.ts";
import { type LabelSelector, matches } from "../workloads/selector.ts";
import type { PodRow } from "./api.ts";
import { podRowOf } from "./pods.ts";

/** Pods of a namespace that a selector takes. */
export const selectedPods = (cluster: Cluster, namespace: string, selector: LabelSelector): PodRow[] =>
  cluster.caches.pods
    .list(namespace)
    .filter(({ metadata }) => matches(selector, metadata.labels ?? {}))
    .map((pod) => podRowOf(cluster, pod));

/** Pods that a service leads to; undefined where there is no such service, or it selects none. */
export function podsBehind(cluster: Cluster, namespace: string, service: string): PodRow[] | undefined {
  const { selector } = cluster.caches.services.get(namespace, service)?.spec ?? {};
  const matchLabels = (selector ?? {}) as Readonly<Record<string, string>>;
  if (Object.keys(matchLabels).length === 0) return undefined;
  return selectedPods(cluster, namespace, { matchLabels });
}
