import { peerName } from "../scene/peers.ts";
import type { Scene } from "../scene/scene.ts";
import type { FailureRate } from "../signals/failures.ts";
import { gTest } from "../signals/robust.ts";
import type { Signals } from "../signals/signals.ts";
import type { Hypothesis } from "./hypothesis.ts";
import { readingOf } from "./reading.ts";
import { silentNodes } from "./silent-nodes.ts";
import { tracesOf } from "./shown.ts";

const byChance = 6;
const mostEvidence = 60;
/** A cause that lets so much of all requests fail counts fully. */
const fullShare = 0.02;

/** Requests fail, and this is where it begins: at a span that failed although nothing below it did. */
export function failures(scene: Scene, signals: Signals): Hypothesis[] {
  const all = scene.calls.isRoot.reduce((sum, isRoot) => sum + isRoot, 0);
  const found = signals.failures.flatMap((rate) => {
    let best: Rise | undefined;
    const first = rate.times[0] ?? 0;
    for (const [index, at] of signals.moments.entries()) {
      // Where nothing came before, all moments up to the first call cut alike: the last of them is meant.
      if ((signals.moments[index + 1] ?? Number.POSITIVE_INFINITY) <= first) continue;
      const after = signals.requests[index] || 1;
      const rise = riseAt(rate, at, { before: all - after, after });
      if (rise.score > 0 && rise.g > (best?.g ?? 0)) best = rise;
    }
    return best ? [hypothesisOf(scene, rate, best)] : [];
  });
  return [...found, ...silentNodes(scene, signals.lives, found)];
}

interface Rise {
  readonly at: number;
  readonly score: number;
  readonly g: number;
  /** Failed ones among all, 0 to 1. */
  readonly before: number;
  readonly after: number;
}

function failedRatio(side: ReadonlyMap<boolean, number>): number {
  const failed = side.get(true) ?? 0;
  return failed / (failed + (side.get(false) ?? 0) || 1);
}

/** @param requests  of users, before and after */
function riseAt(
  { times, isFailed }: FailureRate,
  at: number,
  requests: { readonly before: number; readonly after: number },
): Rise {
  const sides = { before: new Map<boolean, number>(), after: new Map<boolean, number>() };
  for (const [index, time] of times.entries()) {
    const side = time < at ? sides.before : sides.after;
    side.set(isFailed[index] === true, (side.get(isFailed[index] === true) ?? 0) + 1);
  }
  const [before, after] = [failedRatio(sides.before), failedRatio(sides.after)];
  if (after <= before) return { at, score: 0, g: 0, before, after };
  const failed = sides.after.get(true) ?? 0;
  const all = failed + (sides.after.get(false) ?? 0);
  const share = (failed - before * all) / requests.after;
  // A place that was seldom reached before has too little "before" to compare with: it is compared by requests, too.
  const g = Math.max(gTest(sides.before, sides.after), byRequests(sides, requests));
  const evidence = Math.min(mostEvidence, g / 2) - byChance;
  return { at, score: evidence * Math.min(1, share / fullShare), g, before, after };
}

/** The G statistic of failures among requests. */
function byRequests(
  {
    before,
    after,
  }: { readonly before: ReadonlyMap<boolean, number>; readonly after: ReadonlyMap<boolean, number> },
  requests: { readonly before: number; readonly after: number },
): number {
  const failed = [before.get(true) ?? 0, after.get(true) ?? 0] as const;
  const fine = [Math.max(0, requests.before - failed[0]), Math.max(0, requests.after - failed[1])] as const;
  const isMore = failed[1] * (failed[0] + fine[0]) > failed[0] * (failed[1] + fine[1]);
  if (!isMore) return 0;
  return gTest(
    new Map([
      [true, failed[0]],
      [false, fine[0]],
    ]),
    new Map([
      [true, failed[1]],
      [false, fine[1]],
    ]),
  );
}

function hypothesisOf(scene: Scene, rate: FailureRate, found: Rise): Hypothesis {
  const { calls } = scene;
  const { kind, service, inside } = readingOf(scene, rate);
  return {
    rule: "failures",
    kind,
    service,
    subject: rate.failure || rate.name,
    at: found.at,
    score: found.score,
    inside,
    facts: [
      {
        code: "failing",
        values: {
          service: rate.service,
          name: rate.name,
          failure: rate.failure,
          before: found.before * 100,
          after: found.after * 100,
        },
        exemplars: tracesOf(
          calls,
          rate.rows.filter((row) => (calls.start[row] ?? 0) >= found.at).slice(0, 3),
          rate.failure || rate.name,
        ),
      },
    ],
    against: [],
    victims: service === rate.service ? [] : [rate.service],
    touches: [rate.peer, rate.statement, peerName(scene, rate.peer)].filter((each) => each !== ""),
  };
}
