import type { StatefulSet, StatefulSetStatus } from "./apps-kinds.ts";
import { revisionLabel } from "./controller-revisions.ts";
import type { Pod } from "./kinds.ts";
import { availableInMs, isFinished, isReady } from "./pod-state.ts";
import { nonZero } from "./replica-set-status.ts";
import { amount, replicasOf } from "./rolling-bounds.ts";

/* Source: k8s.io/kubernetes/pkg/controller/statefulset/stateful_set_control.go */

/** Names of revisions: the one that ran before, and the one that shall. */
export interface Names {
  readonly current: string;
  readonly update: string;
}

export interface Plan {
  readonly create: readonly { readonly ordinal: number; readonly revision: string }[];
  readonly remove: readonly Pod[];
}

const idle: Plan = { create: [], remove: [] };

/** The number behind the name of the set; undefined when the pod is no member of it. */
export function ordinalOf(set: StatefulSet, { metadata: { name } }: Pod): number | undefined {
  const prefix = `${set.metadata.name}-`;
  const digits = name.startsWith(prefix) ? name.slice(prefix.length) : "";
  return /^(0|[1-9]\d{0,8})$/.test(digits) ? Number(digits) : undefined;
}

export const startOf = ({ spec }: StatefulSet) => spec.ordinals?.start ?? 0;
const endOf = (set: StatefulSet) => startOf(set) + replicasOf(set);
const isOrdered = ({ spec }: StatefulSet) => spec.podManagementPolicy !== "Parallel";
const isTerminating = ({ metadata }: Pod) => metadata.deletionTimestamp !== undefined;
export const revisionOf = ({ metadata }: Pod) => metadata.labels?.[revisionLabel] ?? "";

const isAvailable = ({ spec }: StatefulSet, pod: Pod, now: number) =>
  pod.status?.phase === "Running" &&
  !isTerminating(pod) &&
  availableInMs(pod, spec.minReadySeconds ?? 0, now) === 0;

/** What is to be done next; in order, one thing at a time, or all at once. */
export function statefulPlan(set: StatefulSet, names: Names, pods: readonly Pod[], now: number): Plan {
  const slots = slotsOf(set, pods);
  const growing = isOrdered(set) ? fillInOrder(set, names, slots, now) : fillAtOnce(set, names, slots);
  if (growing) return growing;
  const shrinking = shrink(set, slots, pods, now);
  return shrinking ?? update(set, names, slots, now);
}

interface Slot {
  readonly ordinal: number;
  readonly pod: Pod | undefined;
}

function slotsOf(set: StatefulSet, pods: readonly Pod[]): Slot[] {
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(set, pod), pod]));
  return Array.from({ length: replicasOf(set) }, (_, index) => {
    const ordinal = startOf(set) + index;
    return { ordinal, pod: byOrdinal.get(ordinal) };
  });
}

/** @returns undefined when every place is filled by a pod that is available */
function fillInOrder(set: StatefulSet, names: Names, slots: readonly Slot[], now: number): Plan | undefined {
  for (const { ordinal, pod } of slots) {
    if (!pod) return { ...idle, create: [{ ordinal, revision: revisionFor(set, names, ordinal) }] };
    if (isFinished(pod)) return { ...idle, remove: isTerminating(pod) ? [] : [pod] };
    if (!isAvailable(set, pod, now)) return idle;
  }
  return undefined;
}

function fillAtOnce(set: StatefulSet, names: Names, slots: readonly Slot[]): Plan | undefined {
  const create = slots
    .filter(({ pod }) => !pod)
    .map(({ ordinal }) => ({ ordinal, revision: revisionFor(set, names, ordinal) }));
  const remove = slots.flatMap(({ pod }) => (pod && isFinished(pod) && !isTerminating(pod) ? [pod] : []));
  return create.length + remove.length > 0 ? { create, remove } : undefined;
}

/** Ordinals below the partition stay what they were. */
function revisionFor(set: StatefulSet, { current, update }: Names, ordinal: number): string {
  const { type = "RollingUpdate", rollingUpdate } = set.spec.updateStrategy ?? {};
  if (type !== "RollingUpdate") return update;
  const kept = rollingUpdate ? (rollingUpdate.partition ?? 0) : (set.status?.currentReplicas ?? 0);
  return ordinal < startOf(set) + kept ? current : update;
}

/** Those beyond the last place go, the last first. */
function shrink(
  set: StatefulSet,
  slots: readonly Slot[],
  pods: readonly Pod[],
  now: number,
): Plan | undefined {
  const ordinal = (pod: Pod) => ordinalOf(set, pod) ?? 0;
  const condemned = pods
    .filter((pod) => ordinal(pod) < startOf(set) || ordinal(pod) >= endOf(set))
    .toSorted((a, b) => ordinal(b) - ordinal(a));
  if (condemned.length === 0) return undefined;
  if (!isOrdered(set)) {
    const remove = condemned.filter((pod) => !isTerminating(pod));
    return remove.length > 0 ? { ...idle, remove } : undefined;
  }
  const [last] = condemned;
  if (!last || isTerminating(last)) return idle;
  const filled = slots.flatMap(({ pod }) => pod ?? []);
  const unhealthy = [...filled, ...condemned.toReversed()].find((pod) => !isAvailable(set, pod, now));
  const isWaiting = !isAvailable(set, last, now) && last !== unhealthy;
  return isWaiting ? idle : { ...idle, remove: [last] };
}

/** Replaces those of another revision, the last first, as many at a time as may be missing. */
function update(set: StatefulSet, { update }: Names, slots: readonly Slot[], now: number): Plan {
  const { type = "RollingUpdate", rollingUpdate } = set.spec.updateStrategy ?? {};
  if (type === "OnDelete") return idle;
  const least = startOf(set) + (rollingUpdate?.partition ?? 0);
  const unavailable = slots.filter(({ pod }) => !pod || !isAvailable(set, pod, now)).length;
  let room = mostUnavailable(set) - unavailable;
  const remove: Pod[] = [];
  for (const { pod } of slots.filter(({ ordinal }) => ordinal >= least).toReversed()) {
    if (!pod) continue;
    const isUp = isAvailable(set, pod, now);
    if (revisionOf(pod) === update || isTerminating(pod)) continue;
    if (isUp && room-- <= 0) break;
    remove.push(pod);
  }
  return { ...idle, remove };
}

/** Percentages are rounded down; one may always be missing. */
export function mostUnavailable(set: StatefulSet): number {
  const { maxUnavailable = 1 } = set.spec.updateStrategy?.rollingUpdate ?? {};
  return Math.max(1, Math.floor(amount(maxUnavailable, replicasOf(set))));
}

/** @param pods  its members */
export function statefulStatus(
  set: StatefulSet,
  names: Names,
  pods: readonly Pod[],
  now: number,
): StatefulSetStatus {
  const living = pods.filter((pod) => !isTerminating(pod));
  const withRevision = (name: string) => living.filter((pod) => revisionOf(pod) === name).length;
  const ready = pods.filter((pod) => pod.status?.phase === "Running" && isReady(pod)).length;
  const updated = withRevision(names.update);
  const wanted = replicasOf(set);
  const isDone =
    set.spec.updateStrategy?.type !== "OnDelete" &&
    [updated, ready, pods.length].every((count) => count === wanted);
  const { collisionCount } = set.status ?? {};
  return {
    observedGeneration: set.metadata.generation ?? 0,
    replicas: pods.length,
    ...nonZero({
      readyReplicas: ready,
      currentReplicas: isDone ? updated : withRevision(names.current),
      updatedReplicas: updated,
    }),
    availableReplicas: pods.filter((pod) => isAvailable(set, pod, now)).length,
    currentRevision: isDone ? names.update : names.current,
    updateRevision: names.update,
    collisionCount: collisionCount ?? 0,
  };
}
