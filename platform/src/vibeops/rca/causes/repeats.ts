import type { Scene } from "../scene/scene.ts";
import type { RepeatLevel, Signals } from "../signals/signals.ts";
import { type Hypothesis, insideOf } from "./hypothesis.ts";
import { pointsOf, tracesOf } from "./shown.ts";

const byChance = 6;
const fullShare = 0.03;
const mostEvidence = 40;
/** A run that calls the same thing so many times more than before does it in a loop. */
const leastFactor = 2;
const leastMore = 1;
/** What is called once a request, and was not before, is another call and no loop. */
const leastOften = 1.5;
/** What was asked in fewer runs, though it was, had been remembered for the others; what is asked in so many is not. */
const mostRemembered = 0.25;
const leastForgotten = 0.6;

/** One request asks many times what it used to ask once: a loop of queries, or the same call tried again and again. Or each request
 *  asks what only few had to ask before: a cache that is lost. */
export function repeats(scene: Scene, signals: Signals): Hypothesis[] {
  return signals.repeats.flatMap((level) => {
    const [index] = signals.moments
      .map((at, place) => [place, level.level.z(at, 3)] as const)
      .reduce((best, each) => (each[1] > best[1] ? each : best), [0, 0]);
    const found = repeated(scene, level, signals.moments[index] ?? 0, signals.waited[index] || 1);
    return found && found.score > 0 ? [found] : [];
  });
}

const looped = { kind: "n-plus-one", code: "repeated" } as const;
const retried = { kind: "retry-storm", code: "retried" } as const;
const forgotten = { kind: "cache-lost", code: "forgotten" } as const;

function repeated(
  scene: Scene,
  { repeat, level }: RepeatLevel,
  at: number,
  waited: number,
): Hypothesis | undefined {
  const change = level.change(at);
  const { meanBefore, meanAfter, countBefore, countAfter } = change;
  if (countBefore < 3 || countAfter < 3 || change.z <= 0) return undefined;
  const isForgotten = meanBefore > 0 && meanBefore < mostRemembered && meanAfter >= leastForgotten;
  const isMore = meanAfter >= Math.max(meanBefore * leastFactor, meanBefore + leastMore, leastOften);
  if (!isForgotten && !isMore) return undefined;
  const k = level.countBefore(at);
  const spent = repeat.spent.slice(k).reduce((sum, ms) => sum + ms, 0);
  const share = (spent * (1 - meanBefore / meanAfter)) / waited;
  const evidence = Math.min(mostEvidence, change.z ** 2 / 2) - byChance;
  const isRetry = failedShare(scene, repeat, k, meanBefore) > 0.5;
  const { service, operation, target, kind } = repeat;
  const reading =
    isForgotten && meanAfter < 2 ? forgotten : kind === "statement" || !isRetry ? looped : retried;
  return {
    rule: "repeats",
    kind: reading.kind,
    service,
    subject: target,
    at,
    score: evidence * Math.min(1, share / fullShare),
    inside: [insideOf(kind === "statement" ? "sql" : "dependency", target), insideOf("operation", operation)],
    facts: [
      {
        code: reading.code,
        values: {
          service,
          operation,
          target,
          before: meanBefore,
          after: meanAfter,
          share: Math.round(share * 100),
        },
        chart: {
          unit: "{call}",
          points: pointsOf(level.times, level.values),
          changedAt: at,
          before: meanBefore,
          after: meanAfter,
        },
        exemplars: tracesOf(scene.calls, repeat.rows.slice(-3)),
      },
    ],
    against: [],
    victims: kind === "service" ? [target.split(" ")[0] ?? ""] : [],
    touches: [target],
  };
}

/** Of the runs that call more than usual, those in which a call failed, 0 to 1. */
function failedShare(
  { calls }: Scene,
  { rows, values }: RepeatLevel["repeat"],
  k: number,
  usual: number,
): number {
  const after = rows.filter((_, index) => index >= k && (values[index] ?? 0) > usual + leastMore);
  const failing = after.filter((row) => (calls.children[row] ?? []).some((child) => calls.isFailed[child]));
  return after.length === 0 ? 0 : failing.length / after.length;
}
