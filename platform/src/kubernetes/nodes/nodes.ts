import { type KubeObject, kinds, type WriteOptions } from "@naru/kubernetes";
import type { z } from "zod";
import type { Cluster } from "../clusters/cluster.ts";
import { chosen, type Clusters, freshnessOf } from "../clusters/clusters.ts";
import type { PodRow } from "../pods/api.ts";
import { rewrittenOf } from "../objects/rewritten.ts";
import { conditionsOf, podRowOf, usageOf } from "../pods/pods.ts";
import { amountsOf, quantityOf, sumOf } from "../quantity.ts";
import { type Condition, type Node, timeOf } from "../resources.ts";
import type { Amounts, Rewritten } from "../shapes/api.ts";
import type { listNodes, NodeRow } from "./api.ts";

export async function nodes(
  clusters: Clusters,
  { cluster }: z.output<typeof listNodes.input>,
  signal: AbortSignal,
) {
  const of = chosen(clusters, cluster);
  const rows = await Promise.all(of.map((each) => nodesOf(each, signal)));
  return { nodes: rows.flat(), clusters: of.map((each) => freshnessOf(each, ["nodes", "pods"])) };
}

interface NodeMetrics extends KubeObject {
  readonly usage?: Readonly<Record<string, string>>;
}

async function nodesOf(cluster: Cluster, signal: AbortSignal): Promise<NodeRow[]> {
  const metrics = await usageOf<NodeMetrics>(cluster, kinds.nodeMetrics, "", signal);
  return allNodes(cluster, new Map(metrics.map(({ metadata, usage }) => [metadata.name, amountsOf(usage)])));
}

/** @param usage  of each that tells what it uses */
export function allNodes(cluster: Cluster, usage: ReadonlyMap<string, Amounts>): NodeRow[] {
  const pods = Map.groupBy(
    cluster.caches.pods.list().map((pod) => podRowOf(cluster, pod)),
    ({ node }) => node,
  );
  return cluster.caches.nodes
    .list()
    .map((node) =>
      nodeRowOf(
        cluster.name,
        node,
        pods.get(node.metadata.name) ?? [],
        usage.get(node.metadata.name) ?? null,
      ),
    );
}

/** @param pods those on the node */
export function nodeRowOf(
  cluster: string,
  node: Node,
  pods: readonly PodRow[],
  usage: Amounts | null,
): NodeRow {
  const { metadata, spec = {}, status = {} } = node;
  const living = pods.filter(({ health, status }) => health !== "done" && status !== "Evicted");
  return {
    cluster,
    name: metadata.name,
    state: nodeState(status.conditions),
    isCordoned: spec.unschedulable ?? false,
    roles: rolesOf(metadata.labels),
    version: status.nodeInfo?.kubeletVersion ?? "",
    os: status.nodeInfo?.osImage ?? "",
    address: status.addresses?.find(({ type }) => type === "InternalIP")?.address ?? "",
    createdAt: timeOf(metadata.creationTimestamp),
    pressures: pressuresOf(status.conditions),
    conditions: conditionsOf(status.conditions),
    taints: (spec.taints ?? []).map(({ key, value = "", effect }) => ({ key, value, effect })),
    pods: living.length,
    podCapacity: quantityOf(status.allocatable?.pods),
    capacity: amountsOf(status.capacity),
    allocatable: amountsOf(status.allocatable),
    requested: sumOf(living.map(({ requests }) => requests)),
    limits: sumOf(living.map(({ limits }) => limits)),
    usage,
  };
}

function nodeState(conditions: readonly Condition[] = []): NodeRow["state"] {
  const ready = conditions.find(({ type }) => type === "Ready")?.status;
  return ready === "True" ? "ready" : ready === "False" ? "notReady" : "unknown";
}

/** Every condition of a node but Ready tells of trouble when it holds. */
const pressuresOf = (conditions: readonly Condition[] = []) =>
  conditions.filter(({ type, status }) => type !== "Ready" && status === "True").map(({ type }) => type);

const rolePrefix = "node-role.kubernetes.io/";
const rolesOf = (labels: Readonly<Record<string, string>> = {}) =>
  Object.keys(labels)
    .filter((key) => key.startsWith(rolePrefix))
    .map((key) => key.slice(rolePrefix.length));

export async function cordon(
  { client }: Cluster,
  name: string,
  cordoned: boolean,
  options: WriteOptions,
): Promise<Rewritten> {
  const before = await client.get<Node>(kinds.nodes, { name }, options);
  const body = { spec: { unschedulable: cordoned } };
  return rewrittenOf(before, await client.patch<Node>(kinds.nodes, { name }, "strategic", body, options));
}
