import type { KubeObject } from "@naru/kubernetes";
import type { z } from "zod";
import { NaruError } from "#kernel/errors.ts";
import type { Cluster } from "../clusters/cluster.ts";
import { chosen, clusterNamed, type Clusters, freshnessOf } from "../clusters/clusters.ts";
import { eventsAbout } from "../history/events.ts";
import type { PodRow } from "../pods/api.ts";
import { conditionsOf, latest, podRowOf } from "../pods/pods.ts";
import { type Controller, type Pod, podSpecOf, timeOf } from "../resources.ts";
import type { Freshness } from "../shapes/api.ts";
import type { getWorkload, listWorkloads, workloadKinds, WorkloadRow } from "./api.ts";
import { related } from "./related.ts";
import { revisionsOf } from "./revisions.ts";
import { workloadState } from "./state.ts";

export type WorkloadKind = (typeof workloadKinds)[number];

const caches = [
  "deployments",
  "statefulSets",
  "daemonSets",
  "jobs",
  "cronJobs",
  "replicaSets",
  "pods",
] as const;
const cacheOf: Readonly<Record<WorkloadKind, (typeof caches)[number]>> = {
  Deployment: "deployments",
  StatefulSet: "statefulSets",
  DaemonSet: "daemonSets",
  Job: "jobs",
  CronJob: "cronJobs",
  ReplicaSet: "replicaSets",
  Pod: "pods",
};

export function workloads(
  clusters: Clusters,
  { cluster, namespace, kind, search }: z.output<typeof listWorkloads.input>,
): { workloads: WorkloadRow[]; clusters: Freshness[] } {
  const of = chosen(clusters, cluster);
  const rows = of.flatMap((each) => workloadsOf(each, namespace));
  return {
    workloads: rows.filter((row) => (kind === undefined || row.kind === kind) && row.name.includes(search)),
    clusters: of.map((each) => freshnessOf(each, caches)),
  };
}

/** Workloads as people know them: a ReplicaSet, Job or pod that something else made is that one's matter. */
export function workloadsOf(cluster: Cluster, namespace = ""): WorkloadRow[] {
  const pods = podsByWorkload(cluster, namespace);
  return Object.entries(cacheOf).flatMap(([kind, cache]) =>
    cluster.caches[cache]
      .list(namespace)
      .filter(isOnItsOwn)
      .map((object) => rowOf(cluster, kind as WorkloadKind, object, pods.get(keyOf(kind, object)) ?? [])),
  );
}

const isOnItsOwn = ({ metadata }: KubeObject) =>
  !metadata.ownerReferences?.some(({ controller }) => controller);
const keyOf = (kind: string, { metadata }: KubeObject) =>
  `${kind}/${metadata.namespace ?? ""}/${metadata.name}`;

function podsByWorkload(cluster: Cluster, namespace: string): Map<string, PodRow[]> {
  const rows = cluster.caches.pods.list(namespace).map((pod) => podRowOf(cluster, pod));
  return Map.groupBy(rows, ({ workload, namespace, name }) =>
    workload ? `${workload.kind}/${workload.namespace}/${workload.name}` : `Pod/${namespace}/${name}`,
  );
}

function rowOf(
  cluster: Cluster,
  kind: WorkloadKind,
  object: KubeObject,
  pods: readonly PodRow[],
): WorkloadRow {
  const { namespace = "", name, uid = "", creationTimestamp } = object.metadata;
  return {
    cluster: cluster.name,
    kind,
    namespace,
    name,
    uid,
    ...(kind === "Pod" ? barePodState(pods) : workloadState(object as Controller, pods)),
    images: imagesOf(kind, object),
    restarts: pods.reduce((sum, { restarts }) => sum + restarts, 0),
    lastRestartAt: latest(pods.map(({ lastRestartAt }) => lastRestartAt)),
    createdAt: timeOf(creationTimestamp),
  };
}

function imagesOf(kind: WorkloadKind, object: KubeObject): string[] {
  const spec = kind === "Pod" ? (object as Pod).spec : podSpecOf(object as Controller);
  return [...new Set((spec?.containers ?? []).map(({ image = "" }) => image))];
}

const barePodStates = { good: "ready", waiting: "progressing", bad: "failed", done: "complete" } as const;

function barePodState([pod]: readonly PodRow[]) {
  const ready = pod?.health === "good" ? 1 : 0;
  return {
    state: barePodStates[pod?.health ?? "waiting"],
    reason: pod?.health === "bad" ? pod.status : "",
    message: pod?.message ?? "",
    ready,
    desired: 1,
    updated: 1,
  };
}

/** @throws NaruError NOT_FOUND */
export function objectOf(cluster: Cluster, kind: WorkloadKind, namespace: string, name: string): KubeObject {
  const found: KubeObject | undefined = cluster.caches[cacheOf[kind]].get(namespace, name);
  if (found) return found;
  throw new NaruError("NOT_FOUND", `There is no ${kind} ${namespace}/${name} now.`, {
    help: "It may have been deleted; kubernetes.listChanges tells.",
  });
}

export function workload(clusters: Clusters, input: z.output<typeof getWorkload.input>) {
  const cluster = clusterNamed(clusters, input.cluster);
  const { kind, namespace } = input;
  const object = objectOf(cluster, kind, namespace, input.name);
  const pods = podsByWorkload(cluster, namespace).get(keyOf(kind, object)) ?? [];
  const revisions = revisionsOf(cluster, kind, object, pods);
  const made = madeBy(cluster, object);
  return {
    workload: rowOf(cluster, kind, object, pods),
    freshness: freshnessOf(cluster, [cacheOf[kind], "pods"]),
    labels: { ...object.metadata.labels },
    conditions: conditionsOf((object as Controller).status?.conditions),
    pods,
    revisions,
    events: eventsAbout(cluster, [object.metadata.uid ?? "", ...made, ...pods.map(({ uid }) => uid)]),
    related: related(cluster, object, podLabels(cluster, object, pods)),
  };
}

/** Uids of what stands between a workload and its pods. */
function madeBy({ caches }: Cluster, { metadata }: KubeObject): string[] {
  return [...caches.replicaSets.list(metadata.namespace), ...caches.jobs.list(metadata.namespace)]
    .filter((each) => each.metadata.ownerReferences?.some(({ uid }) => uid === metadata.uid))
    .map((each) => each.metadata.uid ?? "");
}

function podLabels(cluster: Cluster, object: KubeObject, pods: readonly PodRow[]) {
  const template = (object as Controller).spec.template?.metadata?.labels;
  const [first] = pods;
  return template ?? (first && cluster.caches.pods.get(first.namespace, first.name)?.metadata.labels) ?? {};
}
