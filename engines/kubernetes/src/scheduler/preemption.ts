import type { PodDisruptionBudget } from "../controllers/kinds.ts";
import type { Pod } from "../controllers/pod-kind.ts";
import { selectorMatches } from "../resources/selector.ts";
import { judgeOf, type Refusal } from "./filters.ts";
import type { NodeInfo, PodInfo } from "./node-info.ts";
import type { Namespaces } from "./pod-affinity.ts";

export interface Candidate {
  readonly node: string;
  readonly victims: readonly PodInfo[];
  /** How many of them a disruption budget wants to keep. */
  readonly violations: number;
}

/** The node on which the fewest and the least important pods have to go for a pod.
 *  @param refused  why each node can't take it as it is
 *  Source: https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/ */
export function preempt(
  info: PodInfo,
  refused: ReadonlyMap<NodeInfo, Refusal>,
  budgets: readonly PodDisruptionBudget[],
  namespaces: Namespaces,
): Candidate | undefined {
  const nodes = [...refused.keys()];
  const candidates = [...refused]
    .filter(([, { isResolvable }]) => isResolvable)
    .map(([node]) => candidateOn(info, node, nodes, budgets, namespaces))
    .filter((candidate) => candidate !== undefined);
  return candidates.toSorted(byHarm)[0];
}

function candidateOn(
  info: PodInfo,
  node: NodeInfo,
  nodes: readonly NodeInfo[],
  budgets: readonly PodDisruptionBudget[],
  namespaces: Namespaces,
): Candidate | undefined {
  const copy = node.clone();
  const view = nodes.map((other) => (other === node ? copy : other));
  const fits = () => judgeOf(info, view, namespaces)(copy) === undefined;
  const lower = [...node.pods()].filter(({ priority }) => priority < info.priority);
  for (const { pod } of lower) copy.remove(pod.metadata.uid);
  if (lower.length === 0 || !fits()) return undefined;
  const { kept, free } = byBudget(lower.toSorted(byImportance), budgets);
  // Whoever can stay stays: first those whom a budget protects, the important ones before the others.
  const spare = (pods: readonly PodInfo[]) =>
    pods.filter((pod) => {
      copy.add(pod);
      if (fits()) return false;
      copy.remove(pod.pod.metadata.uid);
      return true;
    });
  const violating = spare(kept);
  const victims = [...violating, ...spare(free)].toSorted(byImportance);
  return { node: node.name, victims, violations: violating.length };
}

/** Those whose going some budget does not allow any more, and those who are free to go. */
function byBudget(pods: readonly PodInfo[], budgets: readonly PodDisruptionBudget[]) {
  const left = new Map(budgets.map((budget) => [budget, budget.status?.disruptionsAllowed ?? 0]));
  const kept: PodInfo[] = [];
  const free: PodInfo[] = [];
  for (const info of pods) {
    const concerned = budgets.filter((budget) => isProtected(info.pod, budget));
    for (const budget of concerned) left.set(budget, (left.get(budget) ?? 0) - 1);
    const isViolated = concerned.some((budget) => (left.get(budget) ?? 0) < 0);
    (isViolated ? kept : free).push(info);
  }
  return { kept, free };
}

function isProtected({ metadata }: Pod, { metadata: own, spec, status }: PodDisruptionBudget): boolean {
  if (own.namespace !== metadata.namespace || spec.selector === undefined) return false;
  if (status?.disruptedPods?.[metadata.name] !== undefined) return false;
  return selectorMatches(spec.selector, metadata.labels);
}

const startOf = ({ pod }: PodInfo) => Date.parse(pod.status?.startTime ?? pod.metadata.creationTimestamp);

const byImportance = (a: PodInfo, b: PodInfo) => b.priority - a.priority || startOf(a) - startOf(b);

/** Priorities are 32 bits wide and may be negative: their sum is of how far above the least they are. */
const leastPriority = -(2 ** 31);

const measures: readonly ((candidate: Candidate) => number)[] = [
  ({ violations }) => violations,
  ({ victims }) => victims[0]?.priority ?? leastPriority,
  ({ victims }) => victims.reduce((sum, { priority }) => sum + priority - leastPriority, 0),
  ({ victims }) => victims.length,
  ({ victims }) =>
    -Math.min(...victims.filter(({ priority }) => priority === victims[0]?.priority).map(startOf)),
];

function byHarm(a: Candidate, b: Candidate): number {
  for (const measure of measures) {
    const difference = measure(a) - measure(b);
    if (difference !== 0) return difference;
  }
  return a.node < b.node ? -1 : 1;
}
