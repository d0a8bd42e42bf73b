import { median, spread } from "../../signals/robust.ts";

/** Something that fills. */
export interface Quantity {
  /** Milliseconds since 1970, ascending. */
  readonly times: readonly number[];
  /** In the unit of the limit. */
  readonly values: readonly number[];
  readonly limit: number;
}

export interface Growth {
  /** When it began to grow, milliseconds since 1970. */
  readonly since: number;
  /** When nothing more will fit. */
  readonly fullAt: number;
  /** When it began, and now. */
  readonly before: number;
  readonly used: number;
  /** What comes to it in a minute. */
  readonly rate: number;
}

const leastPoints = 6;
/** Anything may rise for a minute. */
const leastMs = 2 * 60_000;
/** Below this part of its limit nobody worries yet. */
const leastUsed = 0.5;
/** Kendall's tau of values and time: 1 where each value is above all before it, 0 where they know no direction. */
const leastTau = 0.7;
/** What goes up and comes down again is no growth: so much of all rises must still be there. */
const leastKept = 0.6;
/** So much of the growth must be above all that was before it: what has come this far already and came down will again. */
const leastNew = 0.3;
/** Nobody sees further ahead than so many times as long as it has grown. */
const foresight = 4;
/** Growth is so many times as much as what is left of the values beside it. */
const leastClear = 3;
/** As much as is judged: of longer series each stretch's median. */
const mostPoints = 60;
const mostParts = 12;
/** A bend that takes so much of the growth off the straight line is where it began. */
const leastBend = 0.2;

/** Whether a quantity grows steadily towards its limit, and when it will be there. The median of all slopes (Theil and Sen's estimator)
 *  carries on; where growth slows down, the slower one.
 *  @param to         until when it is seen
 *  @param horizonMs  further ahead nothing is said
 *  @returns          undefined where it does not, or where it can't be said
 *  Source: Mann, "Nonparametric Tests Against Trend", 1945; Sen, "Estimates of the Regression Coefficient Based on Kendall's Tau", 1968 */
export function growthOf(
  { times, values, limit }: Quantity,
  to: number,
  horizonMs: number,
): Growth | undefined {
  const used = values.at(-1) ?? 0;
  if (!(limit > 0) || used < limit * leastUsed) return undefined;
  const points = thinned(times, values);
  const first = startOf(points);
  if (first === undefined) return undefined;
  const grown = points.slice(first);
  const whole = slopeOf(grown);
  if (!isClear(grown, whole)) return undefined;
  const slope = Math.min(whole, slopeOf(grown.slice(Math.floor(grown.length / 2))));
  const remaining = slope > 0 ? Math.max(0, limit - used) / slope : Number.POSITIVE_INFINITY;
  const [since, before] = grown[0] as Point;
  const grownMs = to - since;
  if (grownMs < leastMs || remaining > Math.min(horizonMs, foresight * grownMs)) return undefined;
  return { since, fullAt: to + remaining, before, used, rate: slope * 60_000 };
}

type Point = readonly [time: number, value: number];

function thinned(times: readonly number[], values: readonly number[]): Point[] {
  const points = times.map((time, i): Point => [time, values[i] ?? 0]);
  const parts = partsOf(points, mostPoints);
  // What it is now counts as it is.
  return parts.map((part, i) => (i === parts.length - 1 ? (part.at(-1) as Point) : middleOf(part)));
}

const middleOf = (part: readonly Point[]): Point => [
  part[0]?.[0] ?? 0,
  median(part.map(([, value]) => value)),
];

/** Stretches of about as many points each. */
function partsOf(points: readonly Point[], most: number): Point[][] {
  const count = Math.min(most, points.length);
  const edge = (i: number) => Math.round((i * points.length) / count);
  return Array.from({ length: count }, (_, i) => points.slice(edge(i), edge(i + 1)));
}

/** Where the growth that is still under way began; the earliest point from which on it is one. */
function startOf(points: readonly Point[]): number | undefined {
  for (let first = 0; first <= points.length - leastPoints; first++) {
    const grown = points.slice(first);
    if (!isSteady(grown) || !isNew(points.slice(0, first), grown)) continue;
    const bend = first + bendOf(grown);
    if (isSteady(points.slice(bend))) return bend;
  }
  return undefined;
}

function isSteady(points: readonly Point[]): boolean {
  if (points.length < leastPoints) return false;
  const levels = partsOf(points, mostParts).map((part) => middleOf(part)[1]);
  const rises = levels.slice(1).reduce((sum, level, i) => sum + Math.max(0, level - (levels[i] ?? 0)), 0);
  const kept = ((levels.at(-1) ?? 0) - (levels[0] ?? 0)) / (rises || 1);
  return tauOf(levels) >= leastTau && kept >= leastKept;
}

function tauOf(levels: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < levels.length; i++)
    for (let j = i + 1; j < levels.length; j++) sum += Math.sign((levels[j] ?? 0) - (levels[i] ?? 0));
  return sum / ((levels.length * (levels.length - 1)) / 2);
}

function isNew(before: readonly Point[], grown: readonly Point[]): boolean {
  const highest = before.reduce((most, [, value]) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const [begin, now] = [grown[0]?.[1] ?? 0, grown.at(-1)?.[1] ?? 0];
  return now - highest >= leastNew * (now - begin);
}

/** Where the line from the first to the last point is highest above the values; 0 where it is hardly above them. */
function bendOf(points: readonly Point[]): number {
  const [[from, begin], [to, now]] = [points[0] as Point, points.at(-1) as Point];
  const gaps = points.map(([time, value]) => begin + ((now - begin) * (time - from)) / (to - from) - value);
  const widest = Math.max(...gaps);
  return widest >= leastBend * (now - begin) ? gaps.indexOf(widest) : 0;
}

function isClear(points: readonly Point[], slope: number): boolean {
  const [from] = points[0] as Point;
  const beside = spread(points.map(([time, value]) => value - slope * (time - from)));
  return slope * ((points.at(-1)?.[0] ?? 0) - from) >= leastClear * beside;
}

/** By the millisecond. */
function slopeOf(points: readonly Point[]): number {
  const half = Math.floor(points.length / 2);
  return median(
    points.slice(half).map(([time, value], i) => {
      const [earlier, before] = points[i] as Point;
      return (value - before) / (time - earlier);
    }),
  );
}
