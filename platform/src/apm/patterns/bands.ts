import { placesWhere, type Series, type Shape, type Span, valuesAt } from "./series.ts";
import { poissonLow, quantile } from "./statistics.ts";

const leastCount = 400;
const leastStrength = 5;
/** Many transactions show finer valleys. */
const binsFor = (count: number) => (count >= 1000 ? 4 : 2);
const leastOctaves = 1.5;
const leastShare = 0.1;
/** The valley between the bands, of the lower peak. */
const deepest = 0.5;
const slices = 10;

/** Two bands: one operation takes either a short or a long time, side by side, seldom anything between: two ways through
 *  the code (a cache hit or miss), or one bad pod. Durations by the logarithm have two peaks with a valley far too
 *  empty for chance, and both are there all along. */
export function twoBands(series: Series, { from, to }: Span): Shape[] {
  if (series.count < leastCount) return [];
  const binsAnOctave = binsFor(series.count);
  const logs = series.values.map((value) => Math.log2(Math.max(value, 1e-3)));
  const sorted = logs.toSorted();
  const first = Math.floor(quantile(sorted, 0.005) * binsAnOctave);
  const last = Math.floor(quantile(sorted, 0.995) * binsAnOctave);
  const histogram = Array.from({ length: last - first + 1 }, () => 0);
  for (const log of logs) {
    const bin = Math.floor(log * binsAnOctave) - first;
    if (bin in histogram) histogram[bin] = (histogram[bin] ?? 0) + 1;
  }
  const found = valley(smoothed(histogram), leastOctaves * binsAnOctave);
  if (!found) return [];
  const edge = 2 ** ((found.at + first + 0.5) / binsAnOctave);
  const upper = placesWhere(series, (i) => (series.values[i] as number) >= edge);
  const lower = placesWhere(series, (i) => (series.values[i] as number) < edge);
  const share = Math.min(upper.length, lower.length) / series.count;
  if (share < leastShare || !areBesides(series, upper, lower, from, to)) return [];
  const values = valuesAt(series, upper);
  return [
    {
      kind: "bands",
      box: { from, to, leastMs: edge, mostMs: quantile(values, 0.98) },
      count: upper.length,
      expected: null,
      beforeMs: quantile(valuesAt(series, lower), 0.5),
      afterMs: quantile(values, 0.5),
      strength: found.strength,
      members: upper,
    },
  ];
}

const smoothed = (histogram: readonly number[]) =>
  histogram.map((own, i) => ((histogram[i - 1] ?? 0) + 2 * own + (histogram[i + 1] ?? 0)) / 4);

/** The emptiest place between the two peaks that make it the most unlikely. */
function valley(
  histogram: readonly number[],
  leastApart: number,
): { readonly at: number; readonly strength: number } | undefined {
  let best: { at: number; strength: number } | undefined;
  for (let at = 1; at < histogram.length - 1; at++) {
    const left = highest(histogram, 0, at);
    const right = highest(histogram, at + 1, histogram.length);
    if (right - left < leastApart) continue;
    const peak = Math.min(histogram[left] ?? 0, histogram[right] ?? 0);
    const own = histogram[at] ?? 0;
    if (own > deepest * peak) continue;
    // A single bin says little; the smoothed one stands for about two.
    const strength = -poissonLow(2 * own, 2 * peak * 0.9);
    if (strength >= leastStrength && (!best || strength > best.strength)) best = { at, strength };
  }
  return best;
}

function highest(histogram: readonly number[], from: number, to: number): number {
  let best = from;
  for (let i = from; i < to; i++) if ((histogram[i] ?? 0) > (histogram[best] ?? 0)) best = i;
  return best;
}

/** Both are there in most parts of the window: one after the other would be a step. */
function areBesides(
  series: Series,
  upper: readonly number[],
  lower: readonly number[],
  from: number,
  to: number,
): boolean {
  const sliceOf = (i: number) => Math.floor((((series.ends[i] as number) - from) / (to - from)) * slices);
  const [above, below] = [Map.groupBy(upper, sliceOf), Map.groupBy(lower, sliceOf)];
  let [filled, both] = [0, 0];
  for (let slice = 0; slice < slices; slice++) {
    const [a, b] = [above.get(slice)?.length ?? 0, below.get(slice)?.length ?? 0];
    if (a + b < 8) continue;
    filled++;
    if (Math.min(a, b) >= Math.max(1, 0.25 * leastShare * (a + b))) both++;
  }
  return filled >= 3 && both >= 0.8 * filled;
}
