import type { Scene } from "../scene/scene.ts";
import { type Level, unchanged } from "../signals/level.ts";
import { saturated, slowerEvidence, unchangedEvidence } from "../signals/shift.ts";
import type { DelayLevel, Signals } from "../signals/signals.ts";
import { peerName } from "../scene/peers.ts";
import type { Fact, Hypothesis } from "./hypothesis.ts";
import { podTheoriesOf, type Shift, theoriesOf, type Theory } from "./theories.ts";
import { pointsOf, tracesOf } from "./shown.ts";

/** Growth below is nothing that anybody notices, in milliseconds. */
const leastGrowth = 1;
/** Among hundreds of places and moments chance alone reaches this. */
const byChance = 6;
/** A cause that explains so much of what users waited counts fully, less in proportion. */
const fullShare = 0.03;
/** So does one that explains this much of what the one that explains most does: the rest is beside it. */
const besideShare = 0.25;

/** So long is a change to last before it is believed, divided by the square of the logarithm of its growth. */
const believedMs = 60_000;
/** So many milliseconds more are felt, and so is this much of all that users wait for; what is less takes longer to be believed, in
 *  proportion. */
const hardlyFelt = 50;
const feltShare = 0.5;
/** Below it clocks are not to be trusted. */
const floorMs = 0.1;
/** Who did nothing in this part of the window, at its end, is gone. */
const lastPart = 0.15;
const enoughSeen = 4;
/** What was usual is known from before the window only. */
const fromHistory = 0.6;
/** From so many calls on each side, and below so many standard deviations, nothing has changed. */
const manyCalls = 20;
const clear = 3;
/** Places of one service are not independent of each other: the more there are, the less one more says. */
const fullEvidence = 150;

/** It became slower, and this is where the time goes. Each theory says which places would be slower if it held: of a bad
 *  network to a pod, the calls into it and nothing else; of a starved pod, all that it does and all calls from and to it; of a
 *  slow statement, that statement wherever it is sent from. Places that would be slower and are not argue against it. */
export function delays(scene: Scene, signals: Signals): Hypothesis[] {
  const best = new Map<string, Best>();
  const nameOf = (peer: string) => peerName(scene, peer);
  for (const [index, at] of signals.moments.entries()) {
    const shifts = shiftsAt(signals.delays, at, scene.window.from);
    const podShifts = apart(shiftsAt(signals.podDelays, at, scene.window.from));
    const pods = throughout(signals.lives, at, scene.window);
    for (const theory of [...theoriesOf(shifts, nameOf), ...podTheoriesOf(podShifts, pods)]) {
      const concerned = (theory.isOfPod ? podShifts : shifts).filter(({ key }) => theory.concerns(key));
      const slower = concerned.filter(({ evidence }) => evidence > 0);
      if (slower.length === 0) continue;
      const evidence = concerned.reduce((sum, shift) => sum + shift.evidence, 0) - byChance;
      const share = sumOf(slower, ({ change }) => change.excess) / (signals.waited[index] || 1);
      const score = saturated(evidence, fullEvidence) * lastingOf(slower, share, scene.window.to - at) ** 2;
      // Evidence is bounded, so many moments are as good as the right one by it; how well ranks part is not.
      const fit = sumOf(slower, ({ change }) => change.z ** 2);
      if (score <= 0 || fit <= (best.get(theory.id)?.fit ?? 0)) continue;
      best.set(theory.id, {
        fit,
        share,
        hypothesis: hypothesisOf(scene, theory, { at, score, share, concerned, slower }),
      });
    }
  }
  return weighed([...best.values()]);
}

interface Best {
  readonly fit: number;
  /** Of what users waited. */
  readonly share: number;
  readonly hypothesis: Hypothesis;
}

function weighed(found: readonly Best[]): Hypothesis[] {
  const most = Math.max(0, ...found.map(({ share }) => share));
  return found.map(({ share, hypothesis }) => ({
    ...hypothesis,
    score: hypothesis.score * Math.min(1, share / Math.max(fullShare, most * besideShare)),
  }));
}

/** How much of the time that it takes to believe it a change has lasted, 0 to 1: what is ten times slower is believed at once, what is
 *  half as slow again may be a hiccup of the machine, and so may a few milliseconds, however many times more they are. */
function lastingOf(slower: readonly Shift[], share: number, ms: number): number {
  const [most] = slower.toSorted((a, b) => b.change.excess - a.change.excess);
  const { before, after } = most?.change ?? { before: 1, after: 1 };
  const growth = Math.log(Math.max(after, floorMs) / Math.max(before, floorMs));
  const felt = Math.min(1, Math.max((after - before) / hardlyFelt, share / feltShare));
  return Math.min(1, (ms * felt * growth ** 2) / believedMs);
}

/** Pods that were there before a moment and still are at the end: one that was replaced can't be compared with those that replaced
 *  it. */
function throughout(
  lives: Signals["lives"],
  at: number,
  { from, to }: Scene["window"],
): ReadonlyMap<string, ReadonlySet<string>> {
  const end = to - (to - from) * lastPart;
  return new Map(
    [...lives].map(([service, pods]) => [
      service,
      new Set(pods.filter(({ first, last }) => first < at && last > end).map(({ pod }) => pod)),
    ]),
  );
}

function shiftsAt(levels: readonly DelayLevel[], at: number, from: number): Shift[] {
  return levels.flatMap(({ delay, level }) => {
    const k = level.countBefore(at);
    const isPlain = Math.min(k, level.values.length - k) >= manyCalls && level.z(at) < clear;
    // Ranks of many calls that do not part say it without looking closer, which is what nearly all places are.
    if (isPlain) return [{ delay, level, key: delay.key, change: unchanged, evidence: unchangedEvidence }];
    const change = level.change(at);
    const [before, after] = [level.values.slice(0, k), level.values.slice(k)];
    const found = slowerEvidence(before, after, change, leastGrowth);
    const evidence = found > 0 ? found * trustOf(level, at, from) : found;
    return evidence === 0 ? [] : [{ delay, level, key: delay.key, change, evidence }];
  });
}

/** How far history may be believed: what changed between it and the window is not what happened in the window, so the change must
 *  be seen there too, if enough is seen there before it. */
function trustOf(level: Level, at: number, from: number): number {
  const first = level.countBefore(from);
  const cut = level.countBefore(at) - first;
  if (cut < enoughSeen) return fromHistory;
  const own = level.since(from);
  const change = own.change(at);
  return slowerEvidence(own.values.slice(0, cut), own.values.slice(cut), change, leastGrowth) > 0 ? 1 : 0;
}

const placeOf = ({ key }: Shift): string =>
  [key.kind, key.service, key.name, key.callee, key.peer].join("\n");

/** What became slower in a pod and in its siblings too is nothing of the pod's: it speaks against that pod. */
function apart(shifts: readonly Shift[]): Shift[] {
  const byPlace = Map.groupBy(shifts, placeOf);
  return shifts.map((shift) => {
    const others = (byPlace.get(placeOf(shift)) ?? []).filter(
      ({ key }) => key.pod !== shift.key.pod || key.calleePod !== shift.key.calleePod,
    );
    const alike = Math.max(0, ...others.map(({ evidence }) => evidence));
    return shift.evidence > 0 ? { ...shift, evidence: shift.evidence - 2 * alike } : shift;
  });
}

interface Found {
  readonly at: number;
  readonly score: number;
  readonly share: number;
  readonly concerned: readonly Shift[];
  readonly slower: readonly Shift[];
}

function hypothesisOf(
  scene: Scene,
  theory: Theory,
  { at, score, share, concerned, slower }: Found,
): Hypothesis {
  const bySize = slower.toSorted((a, b) => b.change.excess - a.change.excess);
  const steady = concerned.filter(({ evidence }) => evidence < 0);
  return {
    rule: "delays",
    kind: theory.kind,
    service: theory.service,
    subject: theory.subject,
    at,
    score,
    inside: theory.inside,
    facts: [
      {
        code: theory.code,
        values: {
          subject: theory.subject,
          service: theory.service,
          places: slower.length,
          share: Math.round(share * 100),
        },
      },
      ...bySize.slice(0, 3).map((shift) => shiftFact(scene, shift, at)),
    ],
    against:
      steady.length === 0
        ? []
        : [{ code: "places-steady", values: { places: steady.length } } satisfies Fact],
    victims: [...new Set(slower.map(({ key }) => key.service))].filter(
      (service) => service !== theory.service,
    ),
    touches: theory.touches,
  };
}

function shiftFact({ calls }: Scene, { key, delay, level, change }: Shift, at: number): Fact {
  const slowest = delay.rows
    .filter((_, index) => (delay.times[index] ?? 0) >= at)
    .toSorted((a, b) => (calls.duration[b] ?? 0) - (calls.duration[a] ?? 0));
  return {
    code: `slower-${key.kind}`,
    values: {
      service: key.service,
      name: key.name,
      callee: key.callee,
      before: change.before,
      after: change.after,
      countBefore: change.countBefore,
      countAfter: change.countAfter,
    },
    chart: {
      unit: "ms",
      points: pointsOf(level.times, level.values),
      changedAt: at,
      before: change.before,
      after: change.after,
    },
    exemplars: tracesOf(calls, slowest.slice(0, 2)),
  };
}

const sumOf = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0);
