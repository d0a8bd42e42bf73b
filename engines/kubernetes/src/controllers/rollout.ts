import type { Deployment, ReplicaSet } from "./kinds.ts";
import { isRolling, mostReplicas, replicasOf, rollingBounds } from "./rolling-bounds.ts";

export interface Scaling {
  readonly set: ReplicaSet;
  readonly to: number;
}

/** The replica sets of a deployment: the one of its present template, and those of earlier ones. */
export interface Sets {
  readonly current: ReplicaSet | undefined;
  readonly old: readonly ReplicaSet[];
}

export const allOf = ({ current, old }: Sets) => (current ? [...old, current] : [...old]);

/** The next step of a rolling update, or of Recreate: more of the new when there is room, else less of the old.
 *  Source: k8s.io/kubernetes/pkg/controller/deployment rolling.go, recreate.go */
export function rollout(deployment: Deployment, sets: Sets): Scaling[] {
  const { current } = sets;
  if (!isRolling(deployment)) {
    const ending = sets.old.filter((set) => replicasOf(set) > 0).map((set) => ({ set, to: 0 }));
    return ending.length > 0 ? ending : grow(deployment, sets);
  }
  const grown = grow(deployment, sets);
  return grown.length > 0 || !current ? grown : shrink(deployment, sets, current);
}

function grow(deployment: Deployment, sets: Sets): Scaling[] {
  const { current } = sets;
  const to = newSize(deployment, sets);
  return current && to !== replicasOf(current) ? [{ set: current, to }] : [];
}

/** How many pods the set of the present template shall have. */
export function newSize(deployment: Deployment, sets: Sets): number {
  const wanted = replicasOf(deployment);
  if (!isRolling(deployment)) return wanted;
  const own = sets.current ? replicasOf(sets.current) : 0;
  if (own > wanted) return wanted;
  const room = mostReplicas(deployment) - sum(allOf(sets), held);
  return own + Math.max(0, Math.min(room, wanted - own));
}

function shrink(deployment: Deployment, { old }: Sets, current: ReplicaSet): Scaling[] {
  const least = replicasOf(deployment) - rollingBounds(deployment).unavailable;
  const all = [...old, current];
  const unavailable = replicasOf(current) - available(current);
  const most = sum(all, replicasOf) - least - unavailable;
  if (most <= 0) return [];
  const oldest = old.filter((set) => replicasOf(set) > 0).toSorted(byAge);
  const sizes = new Map(oldest.map((set) => [set, replicasOf(set)]));
  take(sizes, most, (set) => replicasOf(set) - available(set));
  // Those that were not available are not missed, so only what is available counts from here.
  take(sizes, sum(all, available) - least, (set) => sizes.get(set) ?? 0);
  return [...sizes].map(([set, to]) => ({ set, to })).filter(({ set, to }) => to !== replicasOf(set));
}

/** Takes up to `most` pods away, from the oldest set on. */
function take(sizes: Map<ReplicaSet, number>, most: number, spare: (set: ReplicaSet) => number): void {
  let left = most;
  for (const [set, size] of sizes) {
    const taken = Math.max(0, Math.min(left, size, spare(set)));
    sizes.set(set, size - taken);
    left -= taken;
  }
}

/** A status may be older than the size: pods that are about to go are not counted on. */
const available = (set: ReplicaSet) => Math.min(set.status?.availableReplicas ?? 0, replicasOf(set));

/** Pods that are still there take room though their set shall have fewer. */
const held = (set: ReplicaSet) => Math.max(set.status?.replicas ?? 0, replicasOf(set));

export const sum = <T>(items: readonly T[], of: (item: T) => number) =>
  items.reduce((total, item) => total + of(item), 0);

export function byAge(a: ReplicaSet, b: ReplicaSet): number {
  const [first, second] = [a.metadata.creationTimestamp, b.metadata.creationTimestamp];
  if (first !== second) return first < second ? -1 : 1;
  return a.metadata.name < b.metadata.name ? -1 : 1;
}
