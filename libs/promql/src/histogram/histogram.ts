/** What is known about a reset between a histogram and the one before it. A gauge may go both ways. */
export type ResetHint = "unknown" | "reset" | "not_reset" | "gauge";

/** Buckets of one sign that are not known to be empty: their indices, ascending, and how many observations each has. */
export interface Buckets {
  readonly indices: readonly number[];
  readonly counts: readonly number[];
}

/** The schema of histograms with bounds of their own. */
export const customSchema = -53;

/** A native histogram; never changed. In exponential schemas (-4 to 8) the bucket with index i reaches up to
 *  2^(i · 2^-schema), its upper bound included, for negative observations mirrored. With `customSchema` the bucket i
 *  reaches up to `bounds[i]`, the last one to infinity, and there are no negative ones.
 *  Source: https://prometheus.io/docs/specs/native_histograms/ */
export interface Histogram {
  readonly schema: number;
  readonly count: number;
  readonly sum: number;
  readonly zeroThreshold: number;
  readonly zeroCount: number;
  readonly positive: Buckets;
  readonly negative: Buckets;
  readonly bounds: readonly number[];
  readonly hint: ResetHint;
}

export const noBuckets: Buckets = { indices: [], counts: [] };

export const emptyHistogram: Histogram = {
  schema: 0,
  count: 0,
  sum: 0,
  zeroThreshold: 0,
  zeroCount: 0,
  positive: noBuckets,
  negative: noBuckets,
  bounds: [],
  hint: "unknown",
};

export const isCustom = (histogram: Histogram): boolean => histogram.schema === customSchema;

/** Without buckets that are empty. */
export function compact(histogram: Histogram): Histogram {
  const positive = compactBuckets(histogram.positive);
  const negative = compactBuckets(histogram.negative);
  const same = positive === histogram.positive && negative === histogram.negative;
  return same ? histogram : { ...histogram, positive, negative };
}

function compactBuckets({ indices, counts }: Buckets): Buckets {
  if (!counts.includes(0)) return { indices, counts };
  return {
    indices: indices.filter((_, i) => counts[i] !== 0),
    counts: counts.filter((count) => count !== 0),
  };
}

/** Whether two histograms hold the same data. Both are expected without empty buckets. */
export function equalHistograms(a: Histogram, b: Histogram): boolean {
  return (
    a.schema === b.schema &&
    a.zeroThreshold === b.zeroThreshold &&
    Object.is(a.zeroCount, b.zeroCount) &&
    Object.is(a.count, b.count) &&
    Object.is(a.sum, b.sum) &&
    equalNumbers(a.bounds, b.bounds) &&
    equalNumbers(a.positive.indices, b.positive.indices) &&
    equalNumbers(a.positive.counts, b.positive.counts) &&
    equalNumbers(a.negative.indices, b.negative.indices) &&
    equalNumbers(a.negative.counts, b.negative.counts)
  );
}

export const equalNumbers = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
