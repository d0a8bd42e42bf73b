import type { PodDisruptionBudget } from "../controllers/kinds.ts";
import type { ClusterState } from "./cluster-state.ts";
import { type Judge, judgeOf, type Refusal } from "./filters.ts";
import { fitMessage, preemptionMessage } from "./fit-message.ts";
import type { NodeInfo, PodInfo } from "./node-info.ts";
import type { Namespaces } from "./pod-affinity.ts";
import { type Candidate, preempt } from "./preemption.ts";
import { bestNode } from "./scores.ts";

export interface World {
  readonly state: ClusterState;
  readonly namespaces: Namespaces;
  readonly budgets: () => readonly PodDisruptionBudget[];
  /** Pods for which others had to go, by the node that they wait for. */
  readonly nominated: (node: string) => readonly PodInfo[];
}

export type Decision =
  | { readonly node: string }
  | { readonly message: string; readonly preemption?: Candidate | undefined };

/** Where a pod goes, or why nowhere and who would have to go. */
export function decide(info: PodInfo, world: World): Decision {
  const nodes = world.state.nodes();
  const judge = reserving(info, nodes, world);
  const refused = new Map<NodeInfo, Refusal>();
  const feasible = nodes.filter((node) => {
    const refusal = judge(node);
    if (refusal) refused.set(node, refusal);
    return refusal === undefined;
  });
  const best = bestNode(info, feasible, nodes, world.namespaces);
  if (best) return { node: best.name };
  const refusals = [...refused.values()];
  const why = ineligible(info, world);
  if (why !== undefined || nodes.length === 0) return { message: fitMessage(refusals, why) };
  const preemption = preempt(info, refused, world.budgets(), world.namespaces);
  return { message: fitMessage(refusals, preemption ? "" : preemptionMessage(refusals)), preemption };
}

/** What was made free for somebody at least as important is not free. */
function reserving(info: PodInfo, nodes: readonly NodeInfo[], { nominated, namespaces }: World): Judge {
  const judge = judgeOf(info, nodes, namespaces);
  return (node) => {
    const before = nominated(node.name).filter(
      ({ pod, priority }) => pod.metadata.uid !== info.pod.metadata.uid && priority >= info.priority,
    );
    const refusal = judge(node);
    if (refusal || before.length === 0) return refusal;
    const full = node.clone();
    for (const other of before) full.add(other);
    const view = nodes.map((other) => (other === node ? full : other));
    return judgeOf(info, view, namespaces)(full);
  };
}

/** Whoever never pushes others away does not, and whoever has waits for them to end. */
function ineligible({ pod: { spec, status }, priority: own }: PodInfo, { state }: World): string | undefined {
  if (spec.preemptionPolicy === "Never") return "preemption: not eligible due to preemptionPolicy=Never.";
  const nominated = status?.nominatedNodeName ? state.node(status.nominatedNodeName) : undefined;
  const isEnding = [...(nominated?.pods() ?? [])].some(
    ({ pod, priority }) => priority < own && pod.metadata.deletionTimestamp !== undefined,
  );
  return isEnding ? "preemption: not eligible due to a terminating pod on the nominated node." : undefined;
}
