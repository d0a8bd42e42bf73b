import { type Bucket, negativeBuckets, positiveBuckets, zeroBucket } from "./bounds.ts";
import { type Buckets, compact, type Histogram, isCustom } from "./histogram.ts";

/** Takes away the observations above (`</`) or below (`>/`) a value; the bucket that the value lies in is shared out
 *  by interpolation, and the sum is corrected by the middles of what was taken away. */
export function trimHistogram(histogram: Histogram, at: number, keep: "below" | "above"): Histogram {
  const custom = isCustom(histogram);
  const cut: Cut = { at, keep, custom };
  const positive = positiveBuckets(histogram).map((bucket) => trimBucket(bucket, cut, true));
  const negative = negativeBuckets(histogram).map((bucket) => trimBucket(bucket, cut, false));
  const zeroCount = zeroKept(histogram, cut);
  const all = [...positive, ...negative];
  const count = all.reduce((sum, each) => sum + each.kept, 0) + zeroCount;
  const removed = all.reduce((sum, each) => sum + each.removedSum, 0);
  const kept = (buckets: Buckets, trimmed: readonly Trimmed[]): Buckets => ({
    indices: buckets.indices,
    counts: trimmed.map((each) => each.kept),
  });
  return compact({
    ...histogram,
    count,
    zeroCount,
    sum: count === 0 ? 0 : clamped(histogram.sum - removed, histogram),
    positive: kept(histogram.positive, positive),
    negative: kept(histogram.negative, negative),
  });
}

interface Cut {
  readonly at: number;
  readonly keep: "below" | "above";
  readonly custom: boolean;
}

interface Trimmed {
  readonly kept: number;
  readonly removedSum: number;
}

/** A sum of observations of one sign has that sign. */
function clamped(sum: number, histogram: Histogram): number {
  const populated = positiveBuckets(histogram).filter((bucket) => bucket.count !== 0);
  const custom = isCustom(histogram);
  const hasPositive = populated.some((bucket) => !custom || bucket.upper > 0);
  const hasNegative =
    histogram.negative.counts.some((count) => count !== 0) ||
    (custom && populated.some((bucket) => bucket.lower < 0));
  if (!hasNegative && sum < 0) return 0;
  if (!hasPositive && sum > 0) return 0;
  return sum;
}

function trimBucket(bucket: Bucket, cut: Cut, positive: boolean): Trimmed {
  const { lower, upper, count } = bucket;
  if (count === 0) return { kept: 0, removedSum: 0 };
  const { at, keep, custom } = cut;
  if (keep === "below" ? upper <= at : lower >= at) return { kept: count, removedSum: 0 };
  const inside = keep === "below" ? lower < at : upper > at;
  const part =
    inside || custom ? partOf(bucket, cut, positive) : { kept: 0, middle: Math.sqrt(lower * upper) };
  if (inside) return { kept: part.kept, removedSum: (count - part.kept) * part.middle };
  const middle = custom || !Number.isFinite(lower * upper) ? part.middle : Math.sqrt(lower * upper);
  return { kept: 0, removedSum: count * middle };
}

function partOf(bucket: Bucket, cut: Cut, positive: boolean): { kept: number; middle: number } {
  const { lower, upper, count } = bucket;
  const { at, keep, custom } = cut;
  if (lower === -Infinity || upper === Infinity) return openPart(bucket, cut);
  const below = countBelow(bucket, at, positive, custom);
  const ends = keep === "below" ? Math.abs(lower) * Math.abs(at) : Math.abs(at) * Math.abs(upper);
  const geometric = Math.sqrt(ends);
  return {
    kept: keep === "below" ? below : count - below,
    middle: custom ? (lower + upper) / 2 : positive ? geometric : -geometric,
  };
}

/** A bucket without an end goes as a whole, unless it can be taken to begin at 0. */
function openPart({ lower, upper, count }: Bucket, { at, keep }: Cut): { kept: number; middle: number } {
  if (lower !== -Infinity) {
    return keep === "above" && at <= lower ? { kept: count, middle: 0 } : { kept: 0, middle: lower };
  }
  const fromZero = at >= 0 && upper > at && upper !== Infinity;
  if (keep === "below") {
    if (at >= upper) return { kept: count, middle: 0 };
    return fromZero ? { kept: (count * at) / upper, middle: (at + upper) / 2 } : { kept: 0, middle: upper };
  }
  if (at <= lower) return { kept: count, middle: 0 };
  return fromZero ? { kept: count * (1 - at / upper), middle: at / 2 } : { kept: 0, middle: upper };
}

function countBelow({ lower, upper, count }: Bucket, at: number, positive: boolean, linear: boolean): number {
  if (at <= lower) return 0;
  if (at >= upper) return count;
  if (linear) return (count * (at - lower)) / (upper - lower);
  const [from, to, value] = [lower, upper, at].map((each) => Math.log2(Math.abs(each))) as [
    number,
    number,
    number,
  ];
  return count * (positive ? (value - from) / (to - from) : 1 - (value - to) / (from - to));
}

function zeroKept(histogram: Histogram, { at, keep }: Cut): number {
  if (histogram.zeroCount <= 0) return histogram.zeroCount;
  const below = countBelow(zeroBucket(histogram), at, true, true);
  return keep === "below" ? below : histogram.zeroCount - below;
}
