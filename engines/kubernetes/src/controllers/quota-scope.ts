import { qosClass } from "../resources/core/pod-defaults.ts";
import type { Pod } from "./kinds.ts";

/** Which pods of its namespace a quota is about.
 *  Source: https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes */
export interface QuotaScopes {
  readonly scopes?: readonly string[];
  readonly scopeSelector?: { readonly matchExpressions?: readonly ScopeExpression[] };
}

interface ScopeExpression {
  readonly scopeName: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

const expressionsOf = ({ scopes = [], scopeSelector }: QuotaScopes): readonly ScopeExpression[] => [
  ...scopes.map((scopeName) => ({ scopeName, operator: "Exists" })),
  ...(scopeSelector?.matchExpressions ?? []),
];

/** Whether it is about pods alone, and not about all of them. */
export const isScoped = (scopes: QuotaScopes) => expressionsOf(scopes).length > 0;

export const isInScope = (pod: Pod, scopes: QuotaScopes) =>
  expressionsOf(scopes).every((expression) => matches(pod, expression));

function matches({ spec }: Pod, { scopeName, operator, values = [] }: ScopeExpression): boolean {
  switch (scopeName) {
    case "Terminating":
      return spec["activeDeadlineSeconds"] !== undefined;
    case "NotTerminating":
      return spec["activeDeadlineSeconds"] === undefined;
    case "BestEffort":
      return qosClass(spec) === "BestEffort";
    case "NotBestEffort":
      return qosClass(spec) !== "BestEffort";
    case "PriorityClass":
      return matchesClass(spec.priorityClassName, operator, values);
    default:
      return false;
  }
}

function matchesClass(name: string | undefined, operator: string, values: readonly string[]): boolean {
  switch (operator) {
    case "In":
      return name !== undefined && values.includes(name);
    case "NotIn":
      return name === undefined || !values.includes(name);
    case "Exists":
      return name !== undefined;
    default:
      return name === undefined;
  }
}
