/** A distribution over time: for each bucket, from the lowest, how many fell into it at each step. */
export interface Distribution {
  /** Upper bounds; the last may be infinity. */
  readonly bounds: readonly number[];
  readonly rows: readonly (readonly number[])[];
  /** The greatest of all figures. */
  readonly most: number;
}

interface BucketSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly (number | null)[];
}

/** What classic buckets say, each of which counts those below it too. Series of one bound are added up.
 *  @returns undefined when the series have no `le` */
export function distributionOf(series: readonly BucketSeries[]): Distribution | undefined {
  const byBound = new Map<number, number[]>();
  for (const { labels, values } of series) {
    if (labels.le === undefined) continue;
    const bound = labels.le === "+Inf" ? Infinity : Number(labels.le);
    const sums = byBound.get(bound) ?? values.map(() => 0);
    byBound.set(
      bound,
      sums.map((sum, i) => sum + (values[i] ?? 0)),
    );
  }
  const bounds = [...byBound.keys()].filter((bound) => !Number.isNaN(bound)).toSorted((a, b) => a - b);
  if (bounds.length === 0) return undefined;
  const rows = bounds.map((bound, i) => {
    const below = byBound.get(bounds[i - 1] ?? Number.NaN);
    return (byBound.get(bound) ?? []).map((count, step) => Math.max(0, count - (below?.[step] ?? 0)));
  });
  return { bounds, rows, most: rows.flat().reduce((most, value) => Math.max(most, value), 0) };
}
