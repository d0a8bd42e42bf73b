import { type Client, type KubeObject, kinds } from "@naru/kubernetes";
import type { z } from "zod";
import { NaruError } from "#kernel/errors.ts";
import type { Cluster } from "../clusters/cluster.ts";
import { chosen, clusterNamed, type Clusters, freshnessOf } from "../clusters/clusters.ts";
import { eventsAbout } from "../history/events.ts";
import { amountsOf, sumOf } from "../quantity.ts";
import { type Condition, type Pod, timeOf } from "../resources.ts";
import type { Amounts } from "../shapes/api.ts";
import type { getPod, listPods, PodRow } from "./api.ts";
import { containersOf } from "./containers.ts";
import { type Lookup, workloadOf } from "./owner.ts";
import { podState } from "./state.ts";

export async function pods(clusters: Clusters, input: z.output<typeof listPods.input>, signal: AbortSignal) {
  const of = chosen(clusters, input.cluster);
  const found = await Promise.all(
    of.map(async (cluster) => {
      const usage = await podUsage(cluster, input.namespace, signal);
      return cluster.caches.pods.list(input.namespace).map((pod) => podRowOf(cluster, pod, usage));
    }),
  );
  const { node, workload, workloadKind, search } = input;
  const matching = found
    .flat()
    .filter(
      (pod) =>
        (node === "" || pod.node === node) &&
        (workload === "" || pod.workload?.name === workload) &&
        (workloadKind === "" || pod.workload?.kind === workloadKind) &&
        pod.name.includes(search),
    );
  return { pods: matching, clusters: of.map((cluster) => freshnessOf(cluster, ["pods"])) };
}

export async function pod(clusters: Clusters, input: z.output<typeof getPod.input>, signal: AbortSignal) {
  const cluster = clusterNamed(clusters, input.cluster);
  const found = cluster.caches.pods.get(input.namespace, input.name);
  if (!found) throw new NaruError("NOT_FOUND", `There is no pod ${input.namespace}/${input.name} now.`);
  const usage = await podUsage(cluster, input.namespace, signal);
  return {
    pod: podRowOf(cluster, found, usage),
    labels: { ...found.metadata.labels },
    conditions: conditionsOf(found.status?.conditions),
    events: eventsAbout(cluster, [found.metadata.uid ?? ""]),
  };
}

export const conditionsOf = (conditions: readonly Condition[] = []) =>
  conditions.map(({ type, status, reason = "", message = "", lastTransitionTime }) => ({
    type,
    status,
    reason,
    message,
    at: timeOf(lastTransitionTime),
  }));

/** As a Deployment's ReplicaSets have it, and as StatefulSets and DaemonSets give it to their pods. */
const revisionLabels = ["pod-template-hash", "controller-revision-hash"];

/** Usage of containers by `namespace/pod`. */
export type Usage = ReadonlyMap<string, ReadonlyMap<string, Amounts>>;

export function podRowOf(cluster: Cluster, pod: Pod, usage: Usage = new Map()): PodRow {
  const { namespace = "", name, uid = "", creationTimestamp } = pod.metadata;
  const used = usage.get(`${namespace}/${name}`);
  const containers = containersOf(pod, used ?? new Map());
  const ran = containers.filter(({ isInit }) => !isInit);
  const owner = workloadOf(pod, lookupIn(cluster));
  return {
    cluster: cluster.name,
    namespace,
    name,
    uid,
    ...podState(pod, containers),
    ready: ran.filter(({ ready }) => ready).length,
    containers,
    restarts: containers.reduce((sum, { restarts }) => sum + restarts, 0),
    lastRestartAt: latest(containers.map(({ lastEnd }) => lastEnd?.at ?? null)),
    readinessChangedAt: timeOf(
      pod.status?.conditions?.find(({ type }) => type === "Ready")?.lastTransitionTime,
    ),
    node: pod.spec.nodeName ?? "",
    ip: pod.status?.podIP ?? "",
    workload: owner.kind === "Pod" ? null : owner,
    revision: revisionLabels.map((label) => pod.metadata.labels?.[label]).find(Boolean) ?? "",
    createdAt: timeOf(creationTimestamp),
    requests: sumOf(ran.map(({ requests }) => requests)),
    limits: sumOf(ran.map(({ limits }) => limits)),
    usage: used ? sumOf([...used.values()]) : null,
  };
}

export function latest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/** Controllers that stand between a pod and what people call a workload. */
export function lookupIn({ caches }: Cluster): Lookup {
  return (kind, namespace, name) => {
    if (kind === "ReplicaSet") return caches.replicaSets.get(namespace, name);
    return kind === "Job" ? caches.jobs.get(namespace, name) : undefined;
  };
}

interface PodMetrics extends KubeObject {
  readonly containers?: readonly {
    readonly name: string;
    readonly usage?: Readonly<Record<string, string>>;
  }[];
}

const usageTimeoutMs = 1500;

/** Metrics are an extra: a cluster that serves none, or not in time, is shown without. */
async function podUsage(cluster: Cluster, namespace: string, signal: AbortSignal): Promise<Usage> {
  const metrics = await usageOf<PodMetrics>(cluster, kinds.podMetrics, namespace, signal);
  return new Map(
    metrics.map(({ metadata, containers = [] }) => [
      `${metadata.namespace ?? ""}/${metadata.name}`,
      new Map(containers.map(({ name, usage }) => [name, amountsOf(usage)])),
    ]),
  );
}

/** Nothing is waited for where the cluster itself is away. */
export async function usageOf<T extends KubeObject>(
  { client, caches }: Cluster,
  kind: Parameters<Client["all"]>[0],
  namespace: string,
  signal: AbortSignal,
): Promise<T[]> {
  if (caches.pods.status().state === "away") return [];
  return client.all<T>(kind, { namespace, signal, timeoutMs: usageTimeoutMs }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    return [];
  });
}
