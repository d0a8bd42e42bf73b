import { allBuckets, type Bucket } from "./bounds.ts";
import { type Histogram, isCustom } from "./histogram.ts";

/** Observations that are not a number count, but lie in no bucket. */
export type Observed = { readonly value: number; readonly notNumbers?: "result" | "skewed" | "excluded" };

/** The value below which a share of the observations lies.
 *  Between the bounds of a bucket: linear for custom buckets and the zero bucket, on a logarithmic scale otherwise.
 *  Source: https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile */
export function histogramQuantile(quantile: number, histogram: Histogram): Observed {
  if (quantile < 0) return { value: -Infinity };
  if (quantile > 1) return { value: Infinity };
  if (histogram.count === 0 || Number.isNaN(quantile)) return { value: Number.NaN };

  const hasNaN = Number.isNaN(histogram.sum);
  const forward = hasNaN || quantile < 0.5;
  const buckets = forward ? allBuckets(histogram) : allBuckets(histogram).toReversed();
  const rank = (forward ? quantile : 1 - quantile) * histogram.count;
  let at = -1;
  let count = 0;
  let bucket: Bucket = { lower: 0, upper: 0, lowerIncluded: true, upperIncluded: true, count: 0 };
  while (++at < buckets.length) {
    bucket = buckets[at] as Bucket;
    count += bucket.count;
    if (bucket.count !== 0 && count >= rank) break;
  }

  const cut = withNaturalBound(bucket, histogram);
  if (typeof cut === "number") return { value: cut };
  count = Math.min(count, histogram.count);
  if (count < rank) return hasNaN ? { value: Number.NaN, notNumbers: "result" } : { value: cut.upper };

  const inBucket = forward ? rank - (count - cut.count) : count - rank;
  const value = interpolated(cut, inBucket / cut.count, isCustom(histogram));
  const rest = buckets.slice(at + 1).reduce((sum, each) => sum + each.count, count);
  return hasNaN && rest < histogram.count ? { value, notNumbers: "skewed" } : { value };
}

/** Observations of one sign only do not reach beyond 0.
 *  @returns the answer at once where a bucket is open */
function withNaturalBound(bucket: Bucket, histogram: Histogram): Bucket | number {
  if (isCustom(histogram)) {
    if (bucket.lower === -Infinity) return bucket.upper <= 0 ? bucket.upper : { ...bucket, lower: 0 };
    return bucket.upper === Infinity ? bucket.lower : bucket;
  }
  if (bucket.lower < 0 && bucket.upper > 0) return oneSided(bucket, histogram);
  return bucket;
}

function oneSided(bucket: Bucket, { positive, negative }: Histogram): Bucket {
  if (negative.counts.length === 0 && positive.counts.length > 0) return { ...bucket, lower: 0 };
  if (positive.counts.length === 0 && negative.counts.length > 0) return { ...bucket, upper: 0 };
  return bucket;
}

function interpolated({ lower, upper }: Bucket, share: number, linear: boolean): number {
  if (linear || (lower <= 0 && upper >= 0)) return lower + (upper - lower) * share;
  const [logLower, logUpper] = [Math.log2(Math.abs(lower)), Math.log2(Math.abs(upper))];
  if (lower > 0) return 2 ** (logLower + (logUpper - logLower) * share);
  return -(2 ** (logUpper + (logLower - logUpper) * (1 - share)));
}

/** The share of observations between two values.
 *  Source: https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_fraction */
export function histogramFraction(lower: number, upper: number, histogram: Histogram): Observed {
  if (histogram.count === 0 || Number.isNaN(lower) || Number.isNaN(upper)) return { value: Number.NaN };
  if (lower >= upper) return { value: 0 };
  const buckets = allBuckets(histogram);
  const inBuckets = buckets.reduce((sum, bucket) => sum + bucket.count, 0);
  const hasNaN = Number.isNaN(histogram.sum);
  const most = hasNaN ? inBuckets : histogram.count;
  const rankOf = (value: number) => Math.min(rankBelow(value, buckets, histogram) ?? most, most);
  const value = (rankOf(upper) - rankOf(lower)) / histogram.count;
  return hasNaN && inBuckets < histogram.count ? { value, notNumbers: "excluded" } : { value };
}

/** How many observations lie below a value; undefined when it is above all buckets. */
function rankBelow(value: number, buckets: readonly Bucket[], histogram: Histogram): number | undefined {
  let rank = 0;
  for (const given of buckets) {
    const isZero = given.lower <= 0 && given.upper >= 0;
    const bucket = isZero ? oneSided(given, histogram) : given;
    if (bucket.lower >= value) return rank;
    if (bucket.upper > value) return rank + countBelow(value, bucket, isZero || isCustom(histogram));
    rank += bucket.count;
  }
  return undefined;
}

function countBelow(value: number, { lower, upper, count }: Bucket, linear: boolean): number {
  if (linear) return lower === -Infinity ? count : (count * (value - lower)) / (upper - lower);
  const [from, to, at] = [lower, upper, value].map((each) => Math.log2(Math.abs(each))) as [
    number,
    number,
    number,
  ];
  return count * (value > 0 ? (at - from) / (to - from) : 1 - (at - to) / (from - to));
}
