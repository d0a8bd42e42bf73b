import type { Pod, SpreadConstraint } from "../controllers/pod-kind.ts";
import { selectorMatches } from "../resources/selector.ts";
import { withLabelKeys } from "./label-keys.ts";
import { fitsNode } from "./node-affinity.ts";
import type { NodeInfo, PodInfo } from "./node-info.ts";
import { taintsOf, untolerated } from "./taints.ts";

/* Source: https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/ */

interface Spread {
  readonly constraint: SpreadConstraint;
  /** How many matching pods each domain of the topology has, the empty ones too. */
  readonly counts: ReadonlyMap<string, number>;
  /** Whether the pod itself will count. */
  readonly isSelf: boolean;
}

const mismatch = "node(s) didn't match pod topology spread constraints";

export function spreadFilter({ pod }: PodInfo, nodes: readonly NodeInfo[]) {
  const spreads = spreadsOf(pod, nodes, "DoNotSchedule");
  return (node: NodeInfo) => {
    for (const { constraint, counts, isSelf } of spreads) {
      const domain = node.label(constraint.topologyKey);
      if (domain === undefined)
        return { reason: `${mismatch} (missing required label)`, isResolvable: false };
      const skew = (counts.get(domain) ?? 0) + (isSelf ? 1 : 0) - least(constraint, counts);
      if (skew > constraint.maxSkew) return { reason: mismatch, isResolvable: true };
    }
    return undefined;
  };
}

/** With fewer domains than there have to be, there is an empty one to be thought of. */
function least({ minDomains = 1 }: SpreadConstraint, counts: ReadonlyMap<string, number>): number {
  return counts.size < minDomains || counts.size === 0 ? 0 : Math.min(...counts.values());
}

/** The fewer the better. */
export function spreadCost({ pod }: PodInfo, nodes: readonly NodeInfo[]): (node: NodeInfo) => number {
  const spreads = spreadsOf(pod, nodes, "ScheduleAnyway");
  return (node) =>
    spreads.reduce((cost, { constraint, counts }) => {
      const count = counts.get(node.label(constraint.topologyKey) ?? "") ?? 0;
      return cost + count * Math.log(counts.size + 2) + constraint.maxSkew - 1;
    }, 0);
}

function spreadsOf(pod: Pod, nodes: readonly NodeInfo[], when: string): Spread[] {
  const constraints = (pod.spec.topologySpreadConstraints ?? []).filter(
    ({ whenUnsatisfiable }) => whenUnsatisfiable === when,
  );
  const known = nodes.filter((node) =>
    constraints.every(({ topologyKey }) => node.label(topologyKey) !== undefined),
  );
  return constraints.map((constraint) => {
    const selector = withLabelKeys(constraint, pod);
    const matches = (other: Pod) =>
      selector !== undefined &&
      other.metadata.namespace === pod.metadata.namespace &&
      other.metadata.deletionTimestamp === undefined &&
      selectorMatches(selector, other.metadata.labels);
    const counted = known.filter((node) => isCounted(constraint, pod, node));
    return { constraint, counts: countsOf(constraint, counted, matches), isSelf: matches(pod) };
  });
}

function isCounted(
  { nodeAffinityPolicy = "Honor", nodeTaintsPolicy = "Ignore" }: SpreadConstraint,
  { spec }: Pod,
  { node }: NodeInfo,
): boolean {
  if (nodeAffinityPolicy === "Honor" && !fitsNode(spec, node)) return false;
  return nodeTaintsPolicy === "Ignore" || untolerated(taintsOf(node), spec.tolerations).length === 0;
}

function countsOf(
  { topologyKey }: SpreadConstraint,
  nodes: readonly NodeInfo[],
  matches: (pod: Pod) => boolean,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    const domain = node.label(topologyKey) ?? "";
    let count = counts.get(domain) ?? 0;
    for (const { pod } of node.pods()) if (matches(pod)) count++;
    counts.set(domain, count);
  }
  return counts;
}
