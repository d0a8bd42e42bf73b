import { placesWhere, type Series, type Shape, type Span } from "./series.ts";
import { mannKendall, median, normalTail, ranks } from "./statistics.ts";

const leastCount = 60;
const leastSide = 20;
const leastStrength = 10;
/** Of the medians of two sides. */
const leastRatio = 1.5;
/** Medians of so many parts must go upwards, mostly, for a rise. */
const parts = 10;
const leastTau = 0.6;

/** A step: from one moment on everything takes longer, or shorter (a release, a switched dependency, a full cache). A rise:
 *  it takes longer and longer (a leak, a growing queue or table). */
export function trend(series: Series, span: Span): Shape[] {
  if (series.count < leastCount) return [];
  const logs = series.values.map((value) => Math.log(Math.max(value, 1e-3)));
  const line = lineThrough(series.ends, logs);
  const split = bestSplit(series);
  const isStep = split !== undefined && leftOver(logs, split.at) < line.leftOver;
  const shape = isStep ? stepAt(series, span, split) : rising(series, span, line.z);
  return shape ? [shape] : [];
}

/** Least squares of `y` over `x`.
 *  @returns what the line leaves over, and how far its slope is from none, as a standard normal value */
function lineThrough(x: Float64Array, y: Float64Array): { readonly leftOver: number; readonly z: number } {
  const n = x.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [dx, dy] = [(x[i] as number) - meanX, (y[i] as number) - meanY];
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  if (xx === 0) return { leftOver: yy, z: 0 };
  const leftOver = yy - (xy * xy) / xx;
  const error = Math.sqrt(leftOver / Math.max(1, n - 2) / xx);
  return { leftOver, z: error === 0 ? 0 : xy / xx / error };
}

/** What two levels, before and after a place, leave over. */
function leftOver(y: Float64Array, at: number): number {
  const [before, after] = [mean(y.subarray(0, at)), mean(y.subarray(at))];
  return y.reduce((sum, value, i) => sum + (value - (i < at ? before : after)) ** 2, 0);
}

const mean = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);

interface Split {
  /** The first place after it. */
  readonly at: number;
  readonly z: number;
}

/** The split of the series whose sides differ most by ranks. Source: Pettitt, "A non-parametric approach to the
 *  change-point problem", 1979, each split as a Mann–Whitney test */
function bestSplit({ values, count }: Series): Split | undefined {
  const rank = ranks(values);
  let best: Split | undefined;
  let sum = 0;
  for (let at = 1; at < count; at++) {
    sum += rank[at - 1] as number;
    if (at < leastSide || count - at < leastSide) continue;
    const mean = (at * (count + 1)) / 2;
    const deviation = Math.sqrt((at * (count - at) * (count + 1)) / 12);
    const z = (mean - sum) / deviation;
    if (!best || Math.abs(z) > Math.abs(best.z)) best = { at, z };
  }
  return best;
}

function stepAt(series: Series, { to }: Span, { at, z }: Split): Shape | undefined {
  const { values, ends, count } = series;
  const strength = -normalTail(z) - Math.log10(count);
  const [before, after] = [median(values.subarray(0, at)), median(values.subarray(at))];
  const ratio = after / before;
  if (strength < leastStrength || (ratio < leastRatio && ratio > 1 / leastRatio)) return undefined;
  const members = placesWhere(series, (i) => i >= at);
  return {
    kind: "step",
    box: { from: ends[at] as number, to, leastMs: after / 2, mostMs: after * 2 },
    count: members.length,
    expected: null,
    beforeMs: before,
    afterMs: after,
    strength,
    members,
  };
}

function rising(series: Series, { from, to }: Span, z: number): Shape | undefined {
  const { values, count } = series;
  const medians = Array.from({ length: parts }, (_, part) =>
    median(values.subarray(Math.floor((count * part) / parts), Math.floor((count * (part + 1)) / parts))),
  );
  const [before, after] = [median(medians.slice(0, 3)), median(medians.slice(-3))];
  const strength = -normalTail(z);
  const isRising = z > 0 && strength >= leastStrength && after / before >= leastRatio;
  if (!isRising || mannKendall(medians).tau < leastTau) return undefined;
  return {
    kind: "rising",
    box: { from, to, leastMs: before / 2, mostMs: after * 1.5 },
    count,
    expected: null,
    beforeMs: before,
    afterMs: after,
    strength,
    members: placesWhere(series, () => true),
  };
}
