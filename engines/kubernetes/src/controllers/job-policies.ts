import type { FailureRule, Job } from "./batch-kinds.ts";
import { parseIntervals } from "./index-intervals.ts";
import type { Pod } from "./kinds.ts";
import type { ContainerStatus } from "./pod-kind.ts";

/* Source: k8s.io/kubernetes/pkg/controller/job pod_failure_policy.go, success_policy.go */

export interface FailureVerdict {
  readonly action: FailureRule["action"];
  /** Of a job that fails for it. */
  readonly message: string;
}

/** What a job says of the failure of one of its pods; that it counts when it says nothing. */
export function failureVerdict({ spec }: Job, pod: Pod): FailureVerdict {
  for (const [index, rule] of (spec.podFailurePolicy?.rules ?? []).entries()) {
    const told = rule.onExitCodes ? exitCodeMatch(rule.onExitCodes, pod) : conditionMatch(rule, pod);
    if (told === undefined) continue;
    return { action: rule.action, message: `${told} matching ${rule.action} rule at index ${index}` };
  }
  return { action: "Count", message: "" };
}

const named = ({ metadata: { namespace, name } }: Pod) => `${namespace ?? ""}/${name}`;

function exitCodeMatch(wanted: NonNullable<FailureRule["onExitCodes"]>, pod: Pod): string | undefined {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  const found = [...containerStatuses, ...initContainerStatuses].find((status) => hasExited(status, wanted));
  if (!found) return undefined;
  const code = found.state?.terminated?.exitCode ?? 0;
  return `Container ${found.name ?? ""} for pod ${named(pod)} failed with exit code ${code}`;
}

function hasExited(
  { name, state }: ContainerStatus,
  { containerName, operator, values }: NonNullable<FailureRule["onExitCodes"]>,
): boolean {
  const code = state?.terminated?.exitCode ?? 0;
  if (code === 0 || (containerName !== undefined && containerName !== name)) return false;
  return values.includes(code) === (operator === "In");
}

function conditionMatch({ onPodConditions = [] }: FailureRule, pod: Pod): string | undefined {
  const found = (pod.status?.conditions ?? []).find(({ type, status }) =>
    onPodConditions.some((pattern) => pattern.type === type && pattern.status === status),
  );
  return found && `Pod ${named(pod)} has condition ${found.type}`;
}

/** @returns why the indexes that have succeeded are enough, if they are */
export function successMessage({ spec }: Job, succeeded: ReadonlySet<number>): string | undefined {
  if (succeeded.size === 0) return undefined;
  const rules = spec.successPolicy?.rules ?? [];
  const met = rules.findIndex(({ succeededIndexes, succeededCount }) => {
    if (succeededIndexes === undefined)
      return succeededCount !== undefined && succeeded.size >= succeededCount;
    const wanted = parseIntervals(succeededIndexes, spec.completions ?? 0);
    const there = [...wanted].filter((index) => succeeded.has(index)).length;
    return wanted.size > 0 && there >= Math.min(wanted.size, succeededCount ?? wanted.size);
  });
  return met < 0 ? undefined : `Matched rules at index ${met}`;
}
