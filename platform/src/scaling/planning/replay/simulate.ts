import { type Bounds, limited, type Past, replicasForTotal } from "@naru/kubernetes/autoscaling";

/* What an autoscaler does under a load, by its own arithmetic. Assumed: load does not depend on how many pods serve it, spreads
 * evenly, and what is too much is lost, not done later. */

/** An autoscaler looks so often. Source: `--horizontal-pod-autoscaler-sync-period` */
const everyMs = 15_000;

export interface Simulated {
  readonly stepMs: number;
  /** Of all pods together, by step; null where it is not known: then the autoscaler leaves everything as it is. */
  readonly load: readonly (number | null)[];
  /** What each pod should take of it. */
  readonly target: number;
  /** What each pod can take: no more is measured of it. */
  readonly podCapacity: number;
  readonly bounds: Bounds;
  readonly startMs: number;
  /** Ready pods at the beginning, within the bounds. */
  readonly initial: number;
}

/** How many pods there are in each step: the most that are wanted, and those that are ready at its end. */
export interface Course {
  readonly desired: number[];
  readonly ready: number[];
}

export function simulate({ stepMs, load, target, podCapacity, bounds, startMs, initial }: Simulated): Course {
  let readyAt: number[] = Array.from({ length: initial }, () => 0);
  // That many were right until now.
  let history: { recommended: Past[]; scaled: Past[] } = {
    recommended: [{ at: 0, replicas: initial }],
    scaled: [],
  };
  const course: Course = { desired: [], ready: [] };
  load.forEach((asked, step) => {
    let most = 0;
    for (let now = step * stepMs; now < (step + 1) * stepMs; now += everyMs) {
      if (asked !== null) {
        const decided = decide(readyAt, history, asked, now);
        [readyAt, history] = decided;
      }
      most = Math.max(most, readyAt.length);
    }
    course.desired.push(most);
    course.ready.push(readyAmong(readyAt, (step + 1) * stepMs - 1));
  });
  return course;

  function decide(
    pods: readonly number[],
    { recommended, scaled }: typeof history,
    asked: number,
    now: number,
  ): [number[], typeof history] {
    const current = pods.length;
    const ready = readyAmong(pods, now);
    const measured = Math.min(asked, Math.max(1, ready) * podCapacity);
    const wanted = replicasForTotal(current, ready, measured, target, true);
    const { replicas } = limited(bounds, current, wanted, { recommended, scaled }, now);
    const remembered = {
      recommended: [...lately(recommended, now), { at: now, replicas: wanted }],
      scaled: [
        ...lately(scaled, now),
        ...(replicas === current ? [] : [{ at: now, replicas: replicas - current }]),
      ],
    };
    if (replicas <= current) return [pods.toSorted((a, b) => a - b).slice(0, replicas), remembered];
    const made = Array.from({ length: replicas - current }, () => now + startMs);
    return [[...pods, ...made], remembered];
  }
}

const longestWindowMs = 3_600_000;
const lately = (past: readonly Past[], now: number) => past.filter(({ at }) => at > now - longestWindowMs);
const readyAmong = (readyAt: readonly number[], now: number) => readyAt.filter((at) => at <= now).length;
