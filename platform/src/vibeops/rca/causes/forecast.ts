import { ownerOf } from "../scene/owner.ts";
import type { Scene } from "../scene/scene.ts";
import type { Series } from "../scene/series.ts";
import { median } from "../signals/robust.ts";
import { type Hypothesis, insideOf } from "./hypothesis.ts";
import { pointsOf } from "./shown.ts";

/** What will be full within so long is said now. */
const horizonMs = 30 * 60_000;
const leastPoints = 6;
/** How much of the rises between neighbouring points must go up for it to be growth and not noise. */
const leastSteady = 0.7;
/** What goes up and comes down again is no growth: so much of all rises must still be there. */
const leastKept = 0.6;
/** Below this part of its limit nobody worries yet. */
const leastUsed = 0.5;
const base = 9;
const full = 18;

/** Memory that grows steadily towards its limit: said before it is reached, with when. */
export function forecasts(scene: Scene): Hypothesis[] {
  const limits = new Map(
    scene.series
      .filter(
        ({ metric, attributes }) =>
          /resource_limits/.test(metric) && (attributes["resource"] ?? "memory") === "memory",
      )
      .map((series) => [series.pod, series.values.at(-1) ?? 0]),
  );
  return scene.series
    .filter(
      ({ matter, metric, pod }) =>
        matter === "memory" && /working_set|memory[._]usage$/.test(metric) && pod !== "",
    )
    .flatMap((series) => {
      const limit = limits.get(series.pod) ?? 0;
      const found = limit > 0 ? fullAt(series, limit, scene.window) : undefined;
      return found ? [hypothesisOf(scene, series, limit, found)] : [];
    });
}

interface Growth {
  readonly since: number;
  readonly fullAt: number;
  readonly used: number;
  readonly before: number;
  /** Bytes a minute. */
  readonly rate: number;
}

/** The median of all slopes (Theil and Sen's estimator) carries on to the limit; restarts in between begin it anew. */
function fullAt({ times, values }: Series, limit: number, { from, to }: Scene["window"]): Growth | undefined {
  const restarted = values.findLastIndex((value, i) => i > 0 && value < (values[i - 1] ?? 0) * 0.6);
  const first = Math.max(
    times.findIndex((time) => time >= from),
    restarted,
    0,
  );
  const [at, used] = [times.slice(first), values.slice(first)];
  const last = used.at(-1) ?? 0;
  if (at.length < leastPoints || last < limit * leastUsed) return undefined;
  const rises = used.slice(1).map((value, i) => Math.max(0, value - (used[i] ?? 0)));
  const steady = rises.filter((rise) => rise > 0).length / rises.length;
  const kept = (last - (used[0] ?? 0)) / (rises.reduce((sum, rise) => sum + rise, 0) || 1);
  if (steady < leastSteady || kept < leastKept) return undefined;
  const half = Math.floor(at.length / 2);
  const slopes = at
    .slice(half)
    .map((time, i) => ((used[half + i] ?? 0) - (used[i] ?? 0)) / (time - (at[i] ?? 0)));
  const slope = median(slopes);
  const remaining = slope > 0 ? (limit - last) / slope : Number.POSITIVE_INFINITY;
  if (remaining > horizonMs) return undefined;
  return {
    since: at[0] ?? from,
    fullAt: to + remaining,
    used: last,
    before: used[0] ?? 0,
    rate: slope * 60_000,
  };
}

function hypothesisOf(scene: Scene, series: Series, limit: number, growth: Growth): Hypothesis {
  const minutes = (growth.fullAt - scene.window.to) / 60_000;
  return {
    rule: "forecasts",
    kind: "memory-leak",
    service: ownerOf(scene, series.pod),
    subject: series.pod,
    at: growth.since,
    score: base + (full - base) * (growth.used / limit),
    inside: [insideOf("resource", "memory"), insideOf("pod", series.pod)],
    facts: [
      {
        code: "full-soon",
        values: { subject: series.pod, used: growth.used, limit, minutes, rate: growth.rate },
        chart: {
          unit: "By",
          points: pointsOf(series.times, series.values),
          changedAt: growth.since,
          before: growth.before,
          after: growth.used,
        },
      },
    ],
    against: [],
    victims: [],
    touches: [series.pod],
  };
}
