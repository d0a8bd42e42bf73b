import { type Bucket, negativeBuckets, positiveBuckets, zeroBucket } from "./bounds.ts";
import { type Buckets, compact, type Histogram, isCustom } from "./histogram.ts";

interface Cut {
  readonly at: number;
  readonly keep: "below" | "above";
  readonly linear: boolean;
}

/** How many observations are kept of a bucket, and the value that stands for each of them. */
interface Kept {
  readonly count: number;
  readonly middle: number;
}

/** Takes away the observations above (`</`) or below (`>/`) a value. The bucket that the value lies in is shared out by
 *  interpolation; the sum is estimated anew from the middles of what is left.
 *  Source: https://prometheus.io/docs/prometheus/latest/querying/operators/#histogram-trim-operators */
export function trimHistogram(histogram: Histogram, at: number, keep: Cut["keep"]): Histogram {
  const cut: Cut = { at, keep, linear: isCustom(histogram) };
  const positive = positiveBuckets(histogram).map((bucket) => keptOf(bucket, cut, true));
  const negative = negativeBuckets(histogram).map((bucket) => keptOf(bucket, cut, false));
  const zero = zeroKept(histogram, cut);
  const all = [...positive, ...negative, zero];
  const isWhole =
    sameCounts(histogram.positive, countsOf(positive)) &&
    sameCounts(histogram.negative, countsOf(negative)) &&
    zero.count === histogram.zeroCount;
  if (isWhole) return histogram;
  return compact({
    ...histogram,
    count: all.reduce((sum, { count }) => sum + count, 0),
    sum: all.reduce((sum, { count, middle }) => (count === 0 ? sum : sum + count * middle), 0),
    zeroCount: zero.count,
    positive: { indices: histogram.positive.indices, counts: countsOf(positive) },
    negative: { indices: histogram.negative.indices, counts: countsOf(negative) },
  });
}

const countsOf = (each: readonly Kept[]): number[] => each.map(({ count }) => count);
const hasAny = ({ counts }: Buckets): boolean => counts.some((count) => count !== 0);
const sameCounts = (buckets: Buckets, counts: readonly number[]): boolean =>
  buckets.counts.every((count, i) => count === counts[i]);

function keptOf(bucket: Bucket, cut: Cut, positive: boolean): Kept {
  const { lower, upper, count } = bucket;
  const { at, keep, linear } = cut;
  const isInside = keep === "below" ? upper <= at : lower >= at;
  if (isInside) return { count, middle: middleOf(lower, upper, positive, linear) };
  const isCut = keep === "below" ? lower < at : upper > at;
  if (!isCut) return { count: 0, middle: 0 };
  if (lower === -Infinity || upper === Infinity) return openKept(bucket, cut);
  const below = countBelow(bucket, at, positive, linear);
  if (keep === "below") return { count: below, middle: middleOf(lower, at, positive, linear) };
  return { count: count - below, middle: middleOf(at, upper, positive, linear) };
}

/** The value for observations between two bounds: the geometric middle, or the arithmetic one of custom buckets. An
 *  open end at negative infinity is taken for 0 where the other end is above it. */
function middleOf(lower: number, upper: number, positive: boolean, linear: boolean): number {
  if (lower === -Infinity) return upper === Infinity ? 0 : upper > 0 ? upper / 2 : upper;
  if (upper === Infinity) return lower;
  if (linear) return (lower + upper) / 2;
  const middle = Math.sqrt(Math.abs(lower * upper));
  return positive ? middle : -middle;
}

/** How observations lie in a bucket without an end is not known: mostly it goes as a whole. */
function openKept({ lower, upper, count }: Bucket, { at, keep }: Cut): Kept {
  const nothing = { count: 0, middle: 0 };
  if (lower !== -Infinity) return keep === "above" && at >= lower ? { count, middle: at } : nothing;
  const fromZero = upper > 0 && upper !== Infinity;
  if (keep === "below") {
    if (at > 0 && fromZero) return { count: (count * at) / upper, middle: at / 2 };
    return upper <= 0 ? { count, middle: at } : nothing;
  }
  return at >= 0 && fromZero ? { count: count * (1 - at / upper), middle: (at + upper) / 2 } : nothing;
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

/** Where all other observations have one sign, those in the zero bucket are taken to have it too. */
function zeroKept(histogram: Histogram, { at, keep }: Cut): Kept {
  const { zeroCount } = histogram;
  if (zeroCount <= 0) return { count: zeroCount, middle: 0 };
  const [hasPositive, hasNegative] = [hasAny(histogram.positive), hasAny(histogram.negative)];
  const lower = hasPositive && !hasNegative ? 0 : zeroBucket(histogram).lower;
  const upper = hasNegative && !hasPositive ? 0 : zeroBucket(histogram).upper;
  const [from, to] = keep === "below" ? [lower, Math.min(upper, at)] : [Math.max(lower, at), upper];
  if (from >= to)
    return from === to && lower === upper ? { count: zeroCount, middle: 0 } : { count: 0, middle: 0 };
  return { count: (zeroCount * (to - from)) / (upper - lower), middle: (from + to) / 2 };
}
