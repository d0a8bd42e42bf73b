import type { DaemonSet, DaemonSetStatus } from "./apps-kinds.ts";
import { revisionLabel } from "./controller-revisions.ts";
import type { Fitness } from "./daemon-pod.ts";
import type { Pod } from "./kinds.ts";
import { availableInMs, isFinished, isReady } from "./pod-state.ts";
import { nonZero } from "./replica-set-status.ts";
import { amount } from "./rolling-bounds.ts";

/* Source: k8s.io/kubernetes/pkg/controller/daemon daemon_controller.go, update.go */

/** A node, or one that is gone (then nothing fits), with the daemons that are on it or meant for it. */
export interface Place extends Fitness {
  readonly node: string;
  readonly pods: readonly Pod[];
}

export interface DaemonPlan {
  /** Names of nodes. */
  readonly create: readonly string[];
  readonly remove: readonly Pod[];
  /** Have ended, and make place for others. */
  readonly finished: readonly Pod[];
}

interface View {
  readonly set: DaemonSet;
  readonly hash: string;
  readonly now: number;
}

const isTerminating = ({ metadata }: Pod) => metadata.deletionTimestamp !== undefined;
const isNew = ({ hash }: View, { metadata }: Pod) => metadata.labels?.[revisionLabel] === hash;
const isUp = ({ set, now }: View, pod: Pod) =>
  !isTerminating(pod) && availableInMs(pod, set.spec.minReadySeconds ?? 0, now) === 0;
const byAge = (a: Pod, b: Pod) =>
  Date.parse(a.metadata.creationTimestamp) - Date.parse(b.metadata.creationTimestamp);

export function daemonPlan(set: DaemonSet, hash: string, places: readonly Place[], now: number): DaemonPlan {
  const view = { set, hash, now };
  const kept = manage(view, places);
  if (set.spec.updateStrategy?.type === "OnDelete") return kept;
  const { surge, unavailable } = daemonBounds(set, places);
  const leaving = new Set(kept.remove);
  const staying = places
    .filter(({ runs }) => runs)
    .map((place) => ({ ...place, pods: place.pods.filter((pod) => !leaving.has(pod)) }));
  const update = surge > 0 ? surging(view, staying, surge) : replacing(view, staying, unavailable);
  return {
    create: [...kept.create, ...update.create],
    remove: [...kept.remove, ...update.remove],
    finished: kept.finished,
  };
}

/** Percentages of the nodes that should have one, rounded up. */
function daemonBounds({ spec }: DaemonSet, places: readonly Place[]) {
  const { maxSurge = 0, maxUnavailable = 1 } = spec.updateStrategy?.rollingUpdate ?? {};
  const wanted = places.filter(({ runs }) => runs).length;
  return {
    surge: Math.ceil(amount(maxSurge, wanted)),
    unavailable: Math.ceil(amount(maxUnavailable, wanted)),
  };
}

/** One on every node that should have one, none where it may not be. */
function manage(view: View, places: readonly Place[]): DaemonPlan {
  const create: string[] = [];
  const remove: Pod[] = [];
  const finished: Pod[] = [];
  for (const { node, pods, runs, stays } of places) {
    const living = pods.filter((pod) => !isTerminating(pod));
    if (!stays) remove.push(...living);
    else if (runs && pods.length === 0) create.push(node);
    if (!stays) continue;
    finished.push(...living.filter(isFinished));
    remove.push(
      ...surplus(
        view,
        living.filter((pod) => !isFinished(pod)),
      ),
    );
  }
  return { create, remove, finished };
}

/** Of each template the oldest stays; while a surge is allowed, that is one of each. */
function surplus(view: View, pods: readonly Pod[]): Pod[] {
  const isSurging = amount(view.set.spec.updateStrategy?.rollingUpdate?.maxSurge ?? 0, 100) > 0;
  const groups = isSurging ? [...Map.groupBy(pods, (pod) => isNew(view, pod)).values()] : [pods];
  return groups.flatMap((group) => group.toSorted(byAge).slice(1));
}

type Update = Pick<DaemonPlan, "create" | "remove">;

/** Old ones go, as many as may be missing; their nodes get new ones then. Those that do not work go at once. */
function replacing(view: View, places: readonly Place[], most: number): Update {
  const candidates: Pod[] = [];
  const broken: Pod[] = [];
  let missing = 0;
  for (const { pods } of places) {
    const [pod] = pods.toSorted(byAge);
    if (!pod || !isUp(view, pod)) missing++;
    if (!pod || isNew(view, pod) || isTerminating(pod) || isFinished(pod)) continue;
    (isUp(view, pod) ? candidates : broken).push(pod);
  }
  const room = Math.max(0, most - missing);
  return { create: [], remove: [...broken, ...candidates.slice(0, room)] };
}

/** New ones come beside the old, as many as may be more; the old go when the new are available. */
function surging(view: View, places: readonly Place[], most: number): Update {
  const create: string[] = [];
  const waiting: string[] = [];
  const remove: Pod[] = [];
  let more = 0;
  for (const { node, pods } of places) {
    const old = pods.find((pod) => !isNew(view, pod) && !isTerminating(pod));
    const fresh = pods.find((pod) => isNew(view, pod));
    if (!old) continue;
    if (!fresh) (isUp(view, old) ? waiting : create).push(node);
    else if (isUp(view, fresh)) remove.push(old);
    else more++;
  }
  return { create: [...create, ...waiting.slice(0, Math.max(0, most - more))], remove };
}

export function daemonStatus(
  set: DaemonSet,
  hash: string,
  places: readonly Place[],
  now: number,
): DaemonSetStatus {
  const view = { set, hash, now };
  const wanted = places.filter(({ runs }) => runs);
  const oldest = wanted.map(({ pods }) => pods.filter((pod) => !isTerminating(pod)).toSorted(byAge));
  const has = (test: (pod: Pod) => boolean) => oldest.filter((pods) => pods.some(test)).length;
  const available = has((pod) => isUp(view, pod));
  const { collisionCount } = set.status ?? {};
  return {
    observedGeneration: set.metadata.generation ?? 0,
    desiredNumberScheduled: wanted.length,
    currentNumberScheduled: wanted.filter(({ pods }) => pods.length > 0).length,
    numberMisscheduled: places.filter(({ runs, pods }) => !runs && pods.length > 0).length,
    numberReady: has(isReady),
    ...nonZero({
      updatedNumberScheduled: has((pod) => isNew(view, pod)),
      numberAvailable: available,
      numberUnavailable: wanted.length - available,
    }),
    ...(collisionCount !== undefined && { collisionCount }),
  };
}
