import { type Node, type Taint } from "../controllers/node-kind.ts";
import type { Toleration } from "../controllers/pod-kind.ts";
import { conditionIn } from "../controllers/pod-state.ts";

/* Source: https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */

export const notReadyTaint = "node.kubernetes.io/not-ready";
export const unreachableTaint = "node.kubernetes.io/unreachable";
export const unschedulableTaint = "node.kubernetes.io/unschedulable";

export function tolerates(toleration: Toleration, taint: Taint): boolean {
  const { key = "", operator = "Equal", value = "", effect = "" } = toleration;
  if (effect !== "" && effect !== taint.effect) return false;
  if (key !== "" && key !== taint.key) return false;
  switch (operator) {
    case "Exists":
      return true;
    case "Lt":
    case "Gt":
      return isBeyond(operator, taint.value ?? "", value);
    default:
      return key !== "" && value === (taint.value ?? "");
  }
}

const integer = /^[+-]?\d{1,18}$/;

/** `Gt` tolerates taints of a greater value than its own. */
function isBeyond(operator: "Lt" | "Gt", taint: string, own: string): boolean {
  if (!integer.test(taint) || !integer.test(own)) return false;
  const [there, here] = [BigInt(taint), BigInt(own)];
  return operator === "Gt" ? there > here : there < here;
}

export const untolerated = (
  taints: readonly Taint[],
  tolerations: readonly Toleration[] = [],
  effects: readonly string[] = ["NoSchedule", "NoExecute"],
): Taint[] =>
  taints.filter(
    (taint) =>
      effects.includes(taint.effect) && !tolerations.some((toleration) => tolerates(toleration, taint)),
  );

/** The taints of a node, with the one that its readiness calls for even before it is written. */
export function taintsOf(node: Node): readonly Taint[] {
  const taints = node.spec?.taints ?? [];
  const key = readinessTaint(node);
  if (key === undefined || taints.some((taint) => taint.key === key)) return taints;
  return [...taints, { key, effect: "NoSchedule" }];
}

/** The taint that a node bears for not being ready, if any. */
function readinessTaint({ status }: Node): string | undefined {
  const ready = conditionIn(status?.conditions, "Ready")?.status;
  if (ready === "True") return undefined;
  return ready === "Unknown" ? unreachableTaint : notReadyTaint;
}
