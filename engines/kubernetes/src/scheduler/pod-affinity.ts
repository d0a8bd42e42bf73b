import type { Pod, PodAffinity, PodAffinityTerm } from "../controllers/pod-kind.ts";
import { isEmptySelector, selectorMatches } from "../resources/selector.ts";
import { withLabelKeys } from "./label-keys.ts";
import type { NodeInfo, PodInfo } from "./node-info.ts";

/* Source: https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity */

/** The labels of a namespace. */
export type Namespaces = (name: string) => Readonly<Record<string, string>> | undefined;

/** A place in a topology: `zone=a`. */
const placeOf = (key: string, value: string) => `${key}=${value}`;

export interface AffinityFilter {
  /** @returns why a pod can't be on the node: what others want of it, or what it wants of others */
  (node: NodeInfo): { readonly reason: string; readonly isResolvable: boolean } | undefined;
}

export function affinityFilter(
  info: PodInfo,
  nodes: readonly NodeInfo[],
  namespaces: Namespaces,
): AffinityFilter {
  const { pod } = info;
  const { podAffinity, podAntiAffinity } = pod.spec.affinity ?? {};
  const wanted = requiredTerms(podAffinity);
  const unwanted = requiredTerms(podAntiAffinity);
  const near = (other: Pod) => wanted.every((term) => termMatches(term, pod, other, namespaces));
  const together = wanted.length === 0 ? new Map() : placesOf(nodes, wanted, near);
  const apart = unwanted.map((term) =>
    placesOf(nodes, [term], (other) => termMatches(term, pod, other, namespaces)),
  );
  const forbidden = forbiddenPlaces(pod, nodes, namespaces);
  const isFirst = together.size === 0 && near(pod);
  return (node) => {
    if (!wanted.every(({ topologyKey }) => isIn(node, topologyKey, together, isFirst))) {
      return { reason: "node(s) didn't match pod affinity rules", isResolvable: false };
    }
    if (unwanted.some(({ topologyKey }, index) => isIn(node, topologyKey, apart[index] ?? new Map()))) {
      return { reason: "node(s) didn't match pod anti-affinity rules", isResolvable: true };
    }
    if (forbidden.some(({ key, value }) => node.label(key) === value)) {
      return { reason: "node(s) didn't satisfy existing pods anti-affinity rules", isResolvable: true };
    }
    return undefined;
  };
}

const requiredTerms = (affinity: PodAffinity | undefined) =>
  affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];

/** The first of a group that wants to be together may be anywhere that has the topology. */
function isIn(node: NodeInfo, key: string, places: ReadonlyMap<string, number>, isAnywhere = false): boolean {
  const value = node.label(key);
  return value !== undefined && (isAnywhere || places.has(placeOf(key, value)));
}

/** How many pods of those that match stand in each place. */
function placesOf(
  nodes: readonly NodeInfo[],
  terms: readonly PodAffinityTerm[],
  matches: (other: Pod) => boolean,
): Map<string, number> {
  const places = new Map<string, number>();
  for (const node of nodes) {
    let count = 0;
    for (const { pod } of node.pods()) if (matches(pod)) count++;
    if (count === 0) continue;
    for (const { topologyKey: key } of terms) {
      const value = node.label(key);
      if (value !== undefined)
        places.set(placeOf(key, value), (places.get(placeOf(key, value)) ?? 0) + count);
    }
  }
  return places;
}

function forbiddenPlaces(pod: Pod, nodes: readonly NodeInfo[], namespaces: Namespaces) {
  const places: { key: string; value: string }[] = [];
  for (const node of nodes) {
    if (!node.isAntiAffine) continue;
    for (const other of node.pods()) {
      for (const term of requiredTerms(other.pod.spec.affinity?.podAntiAffinity)) {
        const value = node.label(term.topologyKey);
        if (value === undefined || !termMatches(term, other.pod, pod, namespaces)) continue;
        places.push({ key: term.topologyKey, value });
      }
    }
  }
  return places;
}

/** Whether a pod is one of those that the term of another speaks of. */
function termMatches(term: PodAffinityTerm, owner: Pod, pod: Pod, namespaces: Namespaces): boolean {
  if (term.labelSelector === undefined) return false;
  const { namespace = "" } = pod.metadata;
  if (!speaksOf(term, owner, namespace, namespaces)) return false;
  return selectorMatches(withLabelKeys(term, owner), pod.metadata.labels);
}

function speaksOf(
  { namespaces: named = [], namespaceSelector }: PodAffinityTerm,
  owner: Pod,
  namespace: string,
  namespaces: Namespaces,
): boolean {
  if (named.includes(namespace)) return true;
  if (namespaceSelector === undefined) return named.length === 0 && namespace === owner.metadata.namespace;
  return (
    isEmptySelector(namespaceSelector) || selectorMatches(namespaceSelector, namespaces(namespace) ?? {})
  );
}

/** How much a pod would rather be on a node, and the pods there would rather have it. */
export function affinityPreference(
  info: PodInfo,
  nodes: readonly NodeInfo[],
  namespaces: Namespaces,
): (node: NodeInfo) => number {
  const weights = new Map<string, number>();
  const weigh = (node: NodeInfo, { topologyKey }: PodAffinityTerm, weight: number) => {
    const value = node.label(topologyKey);
    if (value === undefined) return;
    const place = placeOf(topologyKey, value);
    weights.set(place, (weights.get(place) ?? 0) + weight);
  };
  for (const node of nodes) {
    for (const other of node.pods()) {
      if (!info.hasAffinity && !other.hasAffinity) continue;
      for (const { term, weight } of preferences(info.pod)) {
        if (termMatches(term, info.pod, other.pod, namespaces)) weigh(node, term, weight);
      }
      for (const { term, weight } of [...preferences(other.pod), ...hardWishes(other.pod)]) {
        if (termMatches(term, other.pod, info.pod, namespaces)) weigh(node, term, weight);
      }
    }
  }
  return (node) => [...weights].reduce((sum, [place, weight]) => sum + (isAt(node, place) ? weight : 0), 0);
}

function isAt(node: NodeInfo, place: string): boolean {
  const split = place.indexOf("=");
  return node.label(place.slice(0, split)) === place.slice(split + 1);
}

const preferences = ({ spec: { affinity } }: Pod) => [
  ...wishes(affinity?.podAffinity, 1),
  ...wishes(affinity?.podAntiAffinity, -1),
];

const wishes = (wanted: PodAffinity | undefined, sign: 1 | -1) =>
  (wanted?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ weight, podAffinityTerm }) => ({
    term: podAffinityTerm,
    weight: sign * weight,
  }));

/** Pods that had to be near others would have more of them. */
const hardWishes = ({ spec }: Pod) =>
  requiredTerms(spec.affinity?.podAffinity).map((term) => ({ term, weight: 1 }));
