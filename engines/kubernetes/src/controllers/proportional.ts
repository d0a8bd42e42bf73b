import type { Deployment, ReplicaSet } from "./kinds.ts";
import { desiredOf, mostOf } from "./revisions.ts";
import { isRolling, mostReplicas, replicasOf } from "./rolling-bounds.ts";
import { allOf, byAge, type Scaling, type Sets, sum } from "./rollout.ts";

/** Whether the number of replicas was changed since the sets were sized. */
export const isScaled = (deployment: Deployment, sets: Sets) =>
  active(sets).some((set) => {
    const desired = desiredOf(set);
    return desired !== undefined && desired !== replicasOf(deployment);
  });

/** Sizes for a new number of replicas in the middle of a rollout: every set keeps its share, so that the risk does.
 *  Source: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#proportional-scaling */
export function proportionally(deployment: Deployment, sets: Sets): Scaling[] {
  const wanted = replicasOf(deployment);
  const only = activeOrLatest(sets);
  if (only) return [{ set: only, to: wanted }];
  if (isSaturated(deployment, sets.current)) {
    return sets.old.filter((set) => replicasOf(set) > 0).map((set) => ({ set, to: 0 }));
  }
  return isRolling(deployment) ? share(deployment, active(sets)) : [];
}

const active = (sets: Sets) => allOf(sets).filter((set) => replicasOf(set) > 0);

function activeOrLatest(sets: Sets): ReplicaSet | undefined {
  const running = active(sets);
  if (running.length === 1) return running[0];
  return running.length === 0 ? (sets.current ?? sets.old.toSorted(byAge).at(-1)) : undefined;
}

function isSaturated(deployment: Deployment, current: ReplicaSet | undefined): boolean {
  if (!current) return false;
  const wanted = replicasOf(deployment);
  return [replicasOf(current), desiredOf(current), current.status?.availableReplicas].every(
    (count) => count === wanted,
  );
}

function share(deployment: Deployment, sets: readonly ReplicaSet[]): Scaling[] {
  const allowed = replicasOf(deployment) > 0 ? mostReplicas(deployment) : 0;
  const toAdd = allowed - sum(sets, replicasOf);
  const ordered = sets.toSorted(
    (a, b) => replicasOf(b) - replicasOf(a) || (toAdd > 0 ? byAge(b, a) : byAge(a, b)),
  );
  let added = 0;
  const sizes = ordered.map((set) => {
    const part = toAdd === 0 ? 0 : within(fraction(deployment, set), toAdd - added);
    added += part;
    return { set, to: replicasOf(set) + part };
  });
  // What rounding has left over is the largest set's.
  return sizes.map(({ set, to }, index) => ({ set, to: index === 0 ? Math.max(0, to + toAdd - added) : to }));
}

const within = (part: number, left: number) => (left > 0 ? Math.min(part, left) : Math.max(part, left));

function fraction(deployment: Deployment, set: ReplicaSet): number {
  const size = replicasOf(set);
  if (replicasOf(deployment) === 0) return -size;
  const mostBefore = mostOf(set) ?? deployment.status?.replicas ?? 0;
  return mostBefore === 0 ? 0 : Math.round((size * mostReplicas(deployment)) / mostBefore) - size;
}
