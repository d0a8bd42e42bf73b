/** One bucket of a classic histogram: how many observations were at most `bound`. */
export interface ClassicBucket {
  readonly bound: number;
  readonly count: number;
}

/** Differences below this share are taken for rounding. */
const tolerance = 1e-12;

export interface ClassicQuantile {
  readonly value: number;
  /** Counts fell from one bucket to the next and had to be put right. */
  readonly forced: boolean;
}

/** @param buckets in any order
 *  Source: https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile */
export function classicQuantile(quantile: number, buckets: readonly ClassicBucket[]): ClassicQuantile {
  const none = { value: Number.NaN, forced: false };
  if (Number.isNaN(quantile)) return none;
  if (quantile < 0) return { value: -Infinity, forced: false };
  if (quantile > 1) return { value: Infinity, forced: false };
  const sorted = coalesced(buckets);
  if (sorted.at(-1)?.bound !== Infinity || sorted.length < 2) return none;
  const { counts, forced } = monotonic(sorted);
  const total = counts.at(-1) as number;
  if (total === 0) return none;

  const rank = quantile * total;
  const last = sorted.length - 1;
  const found = counts.findIndex((count, i) => i < last && count >= rank);
  const bound = (index: number) => (sorted[index] as ClassicBucket).bound;
  if (found === -1) return { value: bound(last - 1), forced };
  if (found === 0 && bound(0) <= 0) return { value: bound(0), forced };
  const start = found > 0 ? bound(found - 1) : 0;
  const below = found > 0 ? (counts[found - 1] as number) : 0;
  const share = (rank - below) / ((counts[found] as number) - below);
  return { value: start + (bound(found) - start) * share, forced };
}

/** The share of observations between two values. */
export function classicFraction(lower: number, upper: number, buckets: readonly ClassicBucket[]): number {
  const sorted = coalesced(buckets);
  const total = sorted.at(-1)?.count ?? 0;
  if (sorted.at(-1)?.bound !== Infinity || total === 0) return Number.NaN;
  if (Number.isNaN(lower) || Number.isNaN(upper)) return Number.NaN;
  if (lower >= upper) return 0;
  const rankOf = (value: number) => Math.min(rankBelow(value, sorted) ?? total, total);
  return (rankOf(upper) - rankOf(lower)) / total;
}

function rankBelow(value: number, buckets: readonly ClassicBucket[]): number | undefined {
  let start = (buckets[0] as ClassicBucket).bound <= 0 ? -Infinity : 0;
  let rank = 0;
  for (const { bound, count } of buckets) {
    if (start >= value) return rank;
    if (bound > value) {
      return start === -Infinity ? count : rank + ((count - rank) * (value - start)) / (bound - start);
    }
    rank = count;
    start = bound;
  }
  return undefined;
}

/** In the order of their bounds, those with the same bound as one. */
function coalesced(buckets: readonly ClassicBucket[]): ClassicBucket[] {
  const counts = new Map<number, number>();
  for (const { bound, count } of buckets) counts.set(bound, (counts.get(bound) ?? 0) + count);
  return [...counts].map(([bound, count]) => ({ bound, count })).toSorted((a, b) => a.bound - b.bound || 0);
}

/** Counts that never fall. */
function monotonic(buckets: readonly ClassicBucket[]): { counts: number[]; forced: boolean } {
  let forced = false;
  let before = (buckets[0] as ClassicBucket).count;
  const counts = buckets.map(({ count }) => {
    if (almostEqual(before, count)) return before;
    if (count < before) {
      forced = true;
      return before;
    }
    before = count;
    return count;
  });
  return { counts, forced };
}

const smallestNormal = 2.2250738585072014e-308;

function almostEqual(a: number, b: number): boolean {
  if (Object.is(a, b) || a === b) return true;
  const sum = Math.abs(a) + Math.abs(b);
  const difference = Math.abs(a - b);
  if (a === 0 || b === 0 || sum < smallestNormal) return difference < tolerance * smallestNormal;
  return difference / Math.min(sum, Number.MAX_VALUE) < tolerance;
}
