import type { ObjectRef } from "../shapes/api.ts";
import type { ServiceWorkload } from "./api.ts";
import type { NamedPod } from "./store.ts";

/** A pod that a cluster knows, with what it belongs to. */
export interface KnownPod {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly node: string;
  readonly workload: ObjectRef;
}

/** Which workloads services run as: by the pod that their telemetry names, and for pods that are gone by the workload
 *  that it names.
 *  @param known pods that there are now */
export function relationsOf(named: readonly NamedPod[], known: readonly KnownPod[]): ServiceWorkload[] {
  const byUid = new Map(known.map((pod) => [pod.uid, pod]));
  const byName = Map.groupBy(known, ({ namespace, name }) => `${namespace}/${name}`);
  const placed = named.map((pod) => {
    const alike = byName.get(`${pod.namespace}/${pod.pod}`) ?? [];
    const found = byUid.get(pod.uid) ?? (pod.uid === "" ? inCluster(alike, pod.cluster) : undefined);
    return { pod, found, workload: found?.workload ?? saidBy(pod), cluster: found?.cluster ?? pod.cluster };
  });
  const groups = Map.groupBy(
    placed.filter(({ workload }) => workload.name !== ""),
    ({ pod, cluster, workload }) => JSON.stringify([pod.service, cluster, workload]),
  );
  return [...groups.values()].flatMap((of) => {
    const [first] = of;
    if (!first) return [];
    const pods = of.map(({ pod, found }) => ({
      name: found?.name ?? pod.pod,
      uid: found?.uid ?? pod.uid,
      node: found?.node ?? pod.node,
      exists: found !== undefined,
    }));
    return [
      { service: first.pod.service, cluster: first.cluster, workload: first.workload, pods: distinct(pods) },
    ];
  });
}

/** Two clusters may have pods of one name: then only the cluster's own name tells which. */
const inCluster = (alike: readonly KnownPod[], cluster: string) =>
  alike.length === 1 ? alike[0] : alike.find((pod) => pod.cluster === cluster);

const saidBy = ({ kind, namespace, workload, pod }: NamedPod): ObjectRef =>
  workload === "" ? { kind: "Pod", namespace, name: pod } : { kind, namespace, name: workload };

const distinct = (pods: ServiceWorkload["pods"]) => [
  ...new Map(pods.map((pod) => [`${pod.uid}/${pod.name}`, pod])).values(),
];
