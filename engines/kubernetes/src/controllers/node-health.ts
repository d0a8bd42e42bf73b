import { timestamp } from "../objects/metadata.ts";
import { notReadyTaint, tolerates, unreachableTaint, unschedulableTaint } from "../scheduler/taints.ts";
import { putCondition } from "./conditions.ts";
import type { Pod } from "./kinds.ts";
import type { Lease, Node, NodeCondition, Taint } from "./node-kind.ts";
import { conditionIn } from "./pod-state.ts";

/* Source: k8s.io/kubernetes/pkg/controller/nodelifecycle, tainteviction */

const prefix = "node.kubernetes.io/";
export const outOfServiceTaint = `${prefix}out-of-service`;
const reported = ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"];
const pressures = new Map([
  ["MemoryPressure", `${prefix}memory-pressure`],
  ["DiskPressure", `${prefix}disk-pressure`],
  ["PIDPressure", `${prefix}pid-pressure`],
  ["NetworkUnavailable", `${prefix}network-unavailable`],
]);

export const isNodeReady = ({ status }: Node) => conditionIn(status?.conditions, "Ready")?.status === "True";

/** When a node was last heard of, in milliseconds since 1970: by its lease, or by its status. */
export function lastHeard({ metadata, status }: Node, lease: Lease | undefined): number {
  const ready: NodeCondition | undefined = status?.conditions?.find(({ type }) => type === "Ready");
  const times = [lease?.spec?.renewTime, ready?.lastHeartbeatTime, metadata.creationTimestamp];
  return Math.max(...times.map((time) => Date.parse(time ?? "")).filter((time) => !Number.isNaN(time)), 0);
}

/** The conditions of a node that is silent: nobody knows. */
export function unknownConditions(conditions: readonly NodeCondition[], now: number): NodeCondition[] {
  let next = [...conditions];
  for (const type of reported) {
    const before = next.find((condition) => condition.type === type);
    if (before?.status === "Unknown") continue;
    const news = before
      ? { ...before, reason: "NodeStatusUnknown", message: "Kubelet stopped posting node status." }
      : { type, reason: "NodeStatusNeverUpdated", message: "Kubelet never posted node status." };
    next = putCondition(next, { ...news, status: "Unknown" }, now);
  }
  return next;
}

/** The taints that follow from what a node is, beside those that people gave it. */
export function settledTaints(node: Node, now: number): Taint[] {
  const before = node.spec?.taints ?? [];
  const wanted = wantedTaints(node);
  const ours = new Set([notReadyTaint, unreachableTaint, unschedulableTaint, ...pressures.values()]);
  // Who waits for a taint has to know since when.
  const others = before
    .filter(({ key }) => !ours.has(key))
    .map((taint) => (taint.effect === "NoExecute" ? { timeAdded: timestamp(now), ...taint } : taint));
  const settled = wanted.map((taint): Taint => {
    const same = before.find(({ key, effect }) => key === taint.key && effect === taint.effect);
    return same ?? { ...taint, timeAdded: timestamp(now) };
  });
  return [...others, ...settled];
}

function wantedTaints({ spec, status }: Node): Taint[] {
  const ready = conditionIn(status?.conditions, "Ready")?.status ?? "False";
  const key = ready === "Unknown" ? unreachableTaint : notReadyTaint;
  const silent = ["NoSchedule", "NoExecute"].map((effect) => ({ key, effect }));
  const pressed = [...pressures]
    .filter(([type]) => conditionIn(status?.conditions, type)?.status === "True")
    .map(([, key]) => ({ key, effect: "NoSchedule" }));
  return [
    ...(ready === "True" ? [] : silent),
    ...(spec?.unschedulable ? [{ key: unschedulableTaint, effect: "NoSchedule" }] : []),
    ...pressed,
  ];
}

/** Milliseconds until a pod has to leave its node for the node's taints: 0 for now, undefined for never. */
export function leavesInMs({ spec }: Pod, taints: readonly Taint[], now: number): number | undefined {
  const { tolerations = [] } = spec;
  const waits = taints
    .filter(({ effect }) => effect === "NoExecute")
    .map((taint) => {
      const matching = tolerations.filter((toleration) => tolerates(toleration, taint));
      if (matching.length === 0) return 0;
      const seconds = Math.min(...matching.map(({ tolerationSeconds = Infinity }) => tolerationSeconds));
      const since = Date.parse(taint.timeAdded ?? "");
      return Math.max(0, (Number.isNaN(since) ? now : since) + seconds * 1000 - now);
    });
  const soonest = Math.min(...waits);
  return Number.isFinite(soonest) ? soonest : undefined;
}
