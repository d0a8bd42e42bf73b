import type { Node, Taint } from "../controllers/node-kind.ts";
import type { Pod, PodSpec, ResourceList } from "../controllers/pod-kind.ts";
import { type NodeInfo, podInfo } from "./node-info.ts";
import { ClusterState } from "./cluster-state.ts";

export interface NodeFacts {
  readonly labels?: Record<string, string>;
  readonly taints?: Taint[];
  readonly unschedulable?: boolean;
  readonly ready?: "True" | "False" | "Unknown" | undefined;
  readonly allocatable?: ResourceList;
}

export function node(name: string, facts: NodeFacts = {}): Node {
  const { labels = {}, taints = [], unschedulable = false } = facts;
  const ready = "ready" in facts ? facts.ready : "True";
  const allocatable = facts.allocatable ?? { cpu: "4", memory: "8Gi", pods: "110" };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      uid: name,
      creationTimestamp: "2026-01-01T00:00:00Z",
      labels: { "kubernetes.io/hostname": name, ...labels },
    },
    spec: { taints, unschedulable },
    status: { allocatable, conditions: ready === undefined ? [] : [{ type: "Ready", status: ready }] },
  };
}

export interface PodFacts extends Partial<PodSpec> {
  readonly labels?: Record<string, string>;
  readonly namespace?: string;
  readonly cpu?: string;
  readonly startTime?: string;
}

let made = 0;

export function podOn(nodeName: string | undefined, facts: PodFacts = {}): Pod {
  const { labels = {}, namespace = "default", cpu, startTime, ...spec } = facts;
  const requests = cpu === undefined ? {} : { resources: { requests: { cpu } } };
  const name = `pod-${++made}`;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace, uid: name, labels, creationTimestamp: "2026-01-01T00:00:00Z" },
    spec: {
      containers: [{ name: "main", ...requests }],
      ...(nodeName !== undefined && { nodeName }),
      ...spec,
    },
    ...(startTime !== undefined && { status: { startTime } }),
  };
}

/** The nodes with the pods that run on them. */
function stateOf(nodes: readonly Node[], pods: readonly Pod[] = []): ClusterState {
  const state = new ClusterState();
  for (const one of nodes) state.putNode(one);
  for (const pod of pods) state.putPod(podInfo(pod));
  return state;
}

export const nodesOf = (nodes: readonly Node[], pods: readonly Pod[] = []): NodeInfo[] =>
  stateOf(nodes, pods).nodes();
