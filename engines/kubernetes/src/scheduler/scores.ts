import { nodePreference } from "./node-affinity.ts";
import type { NodeInfo, PodInfo } from "./node-info.ts";
import { affinityPreference, type Namespaces } from "./pod-affinity.ts";
import { taintsOf, untolerated } from "./taints.ts";
import { spreadCost } from "./topology-spread.ts";

type Score = (node: NodeInfo) => number;

/** The best of the nodes that can take a pod; of equals the one with fewer pods.
 *  @param feasible  at least one
 *  Source: the default plugins and weights of k8s.io/kubernetes/pkg/scheduler */
export function bestNode(
  info: PodInfo,
  feasible: readonly NodeInfo[],
  nodes: readonly NodeInfo[],
  namespaces: Namespaces,
): NodeInfo | undefined {
  if (feasible.length <= 1) return feasible[0];
  const totals = new Map(feasible.map((node) => [node, 0]));
  for (const { weight, score } of scoresOf(info, feasible, nodes, namespaces)) {
    for (const node of feasible) totals.set(node, (totals.get(node) ?? 0) + weight * score(node));
  }
  const by = (a: NodeInfo, b: NodeInfo) =>
    (totals.get(b) ?? 0) - (totals.get(a) ?? 0) || a.size - b.size || (a.name < b.name ? -1 : 1);
  return feasible.toSorted(by)[0];
}

function scoresOf(
  info: PodInfo,
  feasible: readonly NodeInfo[],
  nodes: readonly NodeInfo[],
  namespaces: Namespaces,
): { readonly weight: number; readonly score: Score }[] {
  const { spec } = info.pod;
  const disliked: Score = ({ node }) =>
    untolerated(taintsOf(node), spec.tolerations, ["PreferNoSchedule"]).length;
  const sisters: Score = (node) => (info.owner === undefined ? 0 : (node.owners.get(info.owner) ?? 0));
  const isSpread = (spec.topologySpreadConstraints ?? []).length > 0;
  return [
    { weight: 3, score: lowest(disliked, feasible) },
    { weight: 2, score: highest(({ node }) => nodePreference(spec, node), feasible) },
    { weight: 2, score: lowest(isSpread ? spreadCost(info, nodes) : sisters, feasible) },
    { weight: 2, score: highest(affinityPreference(info, nodes, namespaces), feasible) },
    { weight: 1, score: leastAllocated(info) },
    { weight: 1, score: balance(info) },
  ];
}

/** 0 to 100, for the least and the most of what the nodes have; 100 for all when they are equal. */
function highest(score: Score, nodes: readonly NodeInfo[]): Score {
  const scores = new Map(nodes.map((node) => [node, score(node)]));
  const least = Math.min(...scores.values());
  const range = Math.max(...scores.values()) - least;
  return (node) => (range === 0 ? 100 : (100 * ((scores.get(node) ?? 0) - least)) / range);
}

const lowest = (cost: Score, nodes: readonly NodeInfo[]) => highest((node) => -cost(node), nodes);

const compared = ["cpu", "memory"];

/** The share of a node that would be taken, by resource; 1 when it would be full. */
function shares(info: PodInfo, node: NodeInfo): number[] {
  return compared.flatMap((name) => {
    const most = node.allocatable.get(name) ?? 0;
    const wanted = (node.compared.get(name) ?? 0) + (info.compared.get(name) ?? 0);
    return most === 0 ? [] : [Math.min(1, wanted / most)];
  });
}

const leastAllocated =
  (info: PodInfo): Score =>
  (node) =>
    100 * (1 - mean(shares(info, node)));

/** Best when every resource is used alike. */
const balance =
  (info: PodInfo): Score =>
  (node) => {
    const taken = shares(info, node);
    const middle = mean(taken);
    return 100 * (1 - Math.sqrt(mean(taken.map((share) => (share - middle) ** 2))));
  };

const mean = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
