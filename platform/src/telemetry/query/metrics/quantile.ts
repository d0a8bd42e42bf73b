/** How many observations fell into the bucket that ends at `upper`. */
export interface Bucket {
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
}

/** A quantile of a histogram: the value is taken to rise evenly inside a bucket.
 *  @param buckets ascending; the last may end at infinity
 *  @param quantile 0 to 1
 *  @returns null without observations. In a bucket without an upper end, its lower end; in one without a lower end,
 *           its upper end
 *  Source: Prometheus, `histogram_quantile` */
export function histogramQuantile(buckets: readonly Bucket[], quantile: number): number | null {
  const total = buckets.reduce((sum, bucket) => sum + Math.max(0, bucket.count), 0);
  if (total === 0) return null;
  const rank = quantile * total;
  let below = 0;
  for (const { lower, upper, count } of buckets) {
    if (count > 0 && below + count >= rank) {
      if (!Number.isFinite(upper)) return lower;
      if (!Number.isFinite(lower)) return upper;
      return lower + (upper - lower) * ((rank - below) / count);
    }
    below += Math.max(0, count);
  }
  return buckets.at(-1)?.lower ?? null;
}

/** Buckets of an explicit histogram. The first starts at 0 unless it ends at or below it.
 *  @param bounds upper ends that some point had, ascending, without infinity
 *  @param counts observations by upper end; `Infinity` is the last bucket */
export function explicitBuckets(bounds: readonly number[], counts: ReadonlyMap<number, number>): Bucket[] {
  const ends = [...bounds, Number.POSITIVE_INFINITY];
  return ends.map((upper, index) => {
    const first = upper > 0 ? 0 : Number.NEGATIVE_INFINITY;
    return { lower: bounds[index - 1] ?? first, upper, count: counts.get(upper) ?? 0 };
  });
}

/** Buckets of an exponential histogram. Index `i` covers (b^i, b^(i+1)], with b = 2^(2^-scale); negative values have
 *  the same buckets mirrored, and what is nearest to zero its own.
 *  Source: OpenTelemetry metrics data model, "ExponentialHistogram" */
export function exponentialBuckets(
  scale: number,
  positive: ReadonlyMap<number, number>,
  negative: ReadonlyMap<number, number>,
  zero: { readonly count: number; readonly threshold: number },
): Bucket[] {
  const edge = (index: number) => 2 ** (index * 2 ** -scale);
  return [
    ...ascending(negative)
      .toReversed()
      .map(([i, count]) => ({ lower: -edge(i + 1), upper: -edge(i), count })),
    { lower: -zero.threshold, upper: zero.threshold, count: zero.count },
    ...ascending(positive).map(([i, count]) => ({ lower: edge(i), upper: edge(i + 1), count })),
  ];
}

const ascending = (counts: ReadonlyMap<number, number>) => [...counts].toSorted(([a], [b]) => a - b);
