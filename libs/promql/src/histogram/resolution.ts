import { negativeBuckets, positiveBuckets } from "./bounds.ts";
import { type Buckets, compact, type Histogram, noBuckets } from "./histogram.ts";

/** Merges buckets into those of a coarser schema. */
export function toSchema(histogram: Histogram, schema: number): Histogram {
  if (schema === histogram.schema) return histogram;
  const shift = histogram.schema - schema;
  return {
    ...histogram,
    schema,
    positive: merged(histogram.positive, (index) => ((index - 1) >> shift) + 1),
    negative: merged(histogram.negative, (index) => ((index - 1) >> shift) + 1),
  };
}

/** Moves buckets to other indices, in the same order, and adds up those that meet. */
function merged({ indices, counts }: Buckets, move: (index: number) => number): Buckets {
  const into: { indices: number[]; counts: number[] } = { indices: [], counts: [] };
  indices.forEach((index, i) => {
    const target = move(index);
    const last = into.indices.length - 1;
    if (into.indices[last] === target)
      into.counts[last] = (into.counts[last] as number) + (counts[i] as number);
    else {
      into.indices.push(target);
      into.counts.push(counts[i] as number);
    }
  });
  return into;
}

/** What the zero bucket would hold if it reached up to `threshold`. A threshold within a populated bucket grows to
 *  that bucket's end. */
export function zeroCountUpTo(histogram: Histogram, threshold: number): { count: number; threshold: number } {
  const positive = positiveBuckets(histogram);
  const negative = negativeBuckets(histogram);
  let reach = threshold;
  for (;;) {
    let count = histogram.zeroCount;
    const before = reach;
    for (const bucket of positive) {
      if (bucket.lower >= reach) break;
      count += bucket.count;
      if (bucket.upper > reach) {
        if (bucket.count !== 0) reach = bucket.upper;
        break;
      }
    }
    const afterPositive = reach;
    for (const bucket of negative) {
      if (bucket.upper <= -reach) break;
      count += bucket.count;
      if (bucket.lower < -reach) {
        if (bucket.count !== 0) reach = -bucket.lower;
        break;
      }
    }
    if (reach === afterPositive) return { count, threshold: reach };
    if (reach === before) return { count, threshold: reach };
  }
}

/** Widens the zero bucket, which takes over what lies in it. */
function widened(histogram: Histogram, threshold: number): Histogram {
  const wide = zeroCountUpTo(histogram, threshold);
  const outside = (buckets: Buckets, lowers: readonly number[]): Buckets => {
    const first = lowers.findIndex((lower) => lower >= wide.threshold);
    if (first === -1) return noBuckets;
    return { indices: buckets.indices.slice(first), counts: buckets.counts.slice(first) };
  };
  return compact({
    ...histogram,
    zeroThreshold: wide.threshold,
    zeroCount: wide.count,
    positive: outside(
      histogram.positive,
      positiveBuckets(histogram).map((bucket) => bucket.lower),
    ),
    negative: outside(
      histogram.negative,
      negativeBuckets(histogram).map((bucket) => -bucket.upper),
    ),
  });
}

/** Gives both the same zero bucket: the smallest that fits both. */
export function withSameZeroBucket(a: Histogram, b: Histogram): [Histogram, Histogram] {
  let [left, right] = [a, b];
  while (left.zeroThreshold !== right.zeroThreshold) {
    if (left.zeroThreshold > right.zeroThreshold) right = widened(right, left.zeroThreshold);
    else left = widened(left, right.zeroThreshold);
  }
  return [left, right];
}

/** Moves observations into buckets between fewer bounds, each of which the histogram has. */
export function toBounds(histogram: Histogram, bounds: readonly number[]): Histogram {
  const target = (index: number): number => {
    const upper = histogram.bounds[index];
    const found = upper === undefined ? -1 : bounds.findIndex((each) => each >= upper);
    return found === -1 ? bounds.length : found;
  };
  return { ...histogram, bounds, positive: merged(histogram.positive, target) };
}

export const commonBounds = (a: readonly number[], b: readonly number[]): number[] =>
  a.filter((each) => b.includes(each));
