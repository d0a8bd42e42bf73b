import { bucketNanos } from "./services/red.ts";

/** How many durations fell into which bucket (see the schema): two lists of equal length, buckets ascending. */
export interface Distribution {
  readonly buckets: readonly number[];
  readonly counts: readonly number[];
}

export const noDurations: Distribution = { buckets: [], counts: [] };

/** As `sumMap` answers: its sums are 64-bit, and come as text. */
export const distributionOf = ([buckets, counts]: readonly [
  readonly number[],
  readonly (string | number)[],
]): Distribution => ({ buckets, counts: counts.map(Number) });

export function together(all: readonly Distribution[]): Distribution {
  const [only] = all;
  if (only !== undefined && all.length === 1) return only;
  const sums = new Map<number, number>();
  for (const { buckets, counts } of all) {
    buckets.forEach((bucket, i) => sums.set(bucket, (sums.get(bucket) ?? 0) + (counts[i] ?? 0)));
  }
  const buckets = [...sums.keys()].toSorted((a, b) => a - b);
  return { buckets, counts: buckets.map((bucket) => sums.get(bucket) ?? 0) };
}

export const sizeOf = ({ counts }: Distribution): number => counts.reduce((sum, count) => sum + count, 0);

/** @param level  0 to 1
 *  @returns nanoseconds, at most 2.2 % off; null of nothing */
export function quantileNano(distribution: Distribution, level: number): number | null {
  const { buckets, counts } = distribution;
  const wanted = level * sizeOf(distribution);
  let passed = 0;
  for (const [i, bucket] of buckets.entries()) {
    passed += counts[i] ?? 0;
    if (passed >= wanted && passed > 0) return bucketNanos(bucket);
  }
  return null;
}
