import type { Node } from "../controllers/node-kind.ts";
import type { NodeRequirement, NodeSelectorTerm, PodSpec } from "../controllers/pod-kind.ts";
import { selectorMatches } from "../resources/selector.ts";

/* Source: https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/ */

export function fitsNode({ nodeSelector, affinity }: PodSpec, node: Node): boolean {
  if (!selectorMatches({ matchLabels: nodeSelector }, node.metadata.labels)) return false;
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required === undefined || required.nodeSelectorTerms.some((term) => termMatches(term, node));
}

/** The weights of the preferences that a node meets. */
export function nodePreference({ affinity }: PodSpec, node: Node): number {
  const preferred = affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return preferred
    .filter(({ preference }) => termMatches(preference, node))
    .reduce((sum, { weight }) => sum + weight, 0);
}

/** A term that asks for nothing is met by no node. */
function termMatches({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm, node: Node): boolean {
  if (matchExpressions.length + matchFields.length === 0) return false;
  const labels = node.metadata.labels ?? {};
  return (
    matchExpressions.every((wanted) =>
      isMet(wanted, Object.hasOwn(labels, wanted.key) ? labels[wanted.key] : undefined),
    ) &&
    matchFields.every((wanted) =>
      isMet(wanted, wanted.key === "metadata.name" ? node.metadata.name : undefined),
    )
  );
}

function isMet({ operator, values = [] }: NodeRequirement, value: string | undefined): boolean {
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    case "Gt":
    case "Lt":
      return isBeyond(operator, value, values[0]);
    default:
      return false;
  }
}

const integer = /^[+-]?\d{1,18}$/;

function isBeyond(operator: "Gt" | "Lt", value: string | undefined, bound: string | undefined): boolean {
  if (value === undefined || bound === undefined || !integer.test(value) || !integer.test(bound))
    return false;
  return operator === "Gt" ? BigInt(value) > BigInt(bound) : BigInt(value) < BigInt(bound);
}
