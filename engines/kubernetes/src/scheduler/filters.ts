import type { ContainerPort } from "../controllers/pod-kind.ts";
import { fitsNode } from "./node-affinity.ts";
import type { NodeInfo, PodInfo } from "./node-info.ts";
import { affinityFilter, type Namespaces } from "./pod-affinity.ts";
import { taintsOf, tolerates, unschedulableTaint, untolerated } from "./taints.ts";
import { spreadFilter } from "./topology-spread.ts";

export interface Refusal {
  readonly reasons: readonly string[];
  /** Whether it would help if other pods were not there. */
  readonly isResolvable: boolean;
}

/** Why a node can't take a pod; undefined when it can. */
export type Judge = (node: NodeInfo) => Refusal | undefined;

const never = (reason: string): Refusal => ({ reasons: [reason], isResolvable: false });

/** @param nodes  all of them: affinity and spread look beyond a single node
 *  Source: the default plugins of k8s.io/kubernetes/pkg/scheduler */
export function judgeOf(info: PodInfo, nodes: readonly NodeInfo[], namespaces: Namespaces): Judge {
  const spread = spreadFilter(info, nodes);
  const affinity = affinityFilter(info, nodes, namespaces);
  return (node) => {
    const alone = refusedByNode(info, node) ?? refusedByPorts(info, node) ?? refusedBySize(info, node);
    if (alone) return alone;
    const told = spread(node) ?? affinity(node);
    return told && { reasons: [told.reason], isResolvable: told.isResolvable };
  };
}

/** What no change of pods could help. */
function refusedByNode({ pod: { spec } }: PodInfo, { node }: NodeInfo): Refusal | undefined {
  const cordon = { key: unschedulableTaint, effect: "NoSchedule" };
  if (node.spec?.unschedulable && !spec.tolerations?.some((toleration) => tolerates(toleration, cordon))) {
    return never("node(s) were unschedulable");
  }
  const [taint] = untolerated(taintsOf(node), spec.tolerations);
  if (taint) return never(`node(s) had untolerated taint {${taint.key}: ${taint.value ?? ""}}`);
  return fitsNode(spec, node) ? undefined : never("node(s) didn't match Pod's node affinity/selector");
}

function refusedByPorts({ ports }: PodInfo, node: NodeInfo): Refusal | undefined {
  if (ports.length === 0) return undefined;
  for (const other of node.pods()) {
    if (!other.ports.some((used) => ports.some((port) => isSamePort(used, port)))) continue;
    return { reasons: ["node(s) didn't have free ports for the requested pod ports"], isResolvable: true };
  }
  return undefined;
}

const anywhere = "0.0.0.0";

function isSamePort(a: ContainerPort, b: ContainerPort): boolean {
  if (a.hostPort !== b.hostPort || (a.protocol ?? "TCP") !== (b.protocol ?? "TCP")) return false;
  const [here, there] = [a.hostIP || anywhere, b.hostIP || anywhere];
  return here === there || here === anywhere || there === anywhere;
}

function refusedBySize({ requests }: PodInfo, node: NodeInfo): Refusal | undefined {
  const lacking: string[] = [];
  let isResolvable = true;
  if (node.size + 1 > (node.allocatable.get("pods") ?? 0)) lacking.push("Too many pods");
  for (const [name, amount] of requests) {
    const most = node.allocatable.get(name) ?? 0;
    if (amount === 0 || amount <= most - (node.requested.get(name) ?? 0)) continue;
    lacking.push(`Insufficient ${name}`);
    if (amount > most) isResolvable = false;
  }
  return lacking.length === 0 ? undefined : { reasons: lacking, isResolvable };
}
