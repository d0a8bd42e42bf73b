import type { Spread } from "./api.ts";

/** How many container-minutes fell into which bucket. */
export interface Histogram {
  /** Where the first bucket ends: all below are in it. */
  readonly base: number;
  readonly buckets: readonly number[];
  readonly counts: readonly number[];
}

/** Buckets grow by so much, as those of the recommender of the Vertical Pod Autoscaler do: a figure that is read from them is at most
 *  2.5 % off.
 *  Source: https://github.com/kubernetes/autoscaler/tree/master/vertical-pod-autoscaler */
export const growth = 1.05;

const lowerEdge = (base: number, bucket: number) => (bucket === 0 ? 0 : base * growth ** bucket);
export const upperEdge = (base: number, bucket: number) => base * growth ** (bucket + 1);

/** The upper edge of the bucket at or below which a share of the weight lies.
 *  @param weight  of one container-minute, by the bucket that it is in */
function levelOf(
  { base, buckets, counts }: Histogram,
  share: number,
  weight: (edge: number) => number,
): number {
  const weights = buckets.map((bucket, i) => (counts[i] ?? 0) * weight(upperEdge(base, bucket)));
  const wanted = share * weights.reduce((sum, each) => sum + each, 0);
  let passed = 0;
  for (const [i, bucket] of buckets.entries()) {
    passed += weights[i] ?? 0;
    if (passed >= wanted - 1e-9) return upperEdge(base, bucket);
  }
  return 0;
}

const mostBars = 40;

/** @param peak  the most in any minute
 *  @returns null of nothing */
export function spreadOf(histogram: Histogram, peak: number): Spread | null {
  const { base, buckets, counts } = histogram;
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const [first = 0, last = 0] = [buckets[0], buckets.at(-1)];
  const wide = Math.ceil((last - first + 1) / mostBars);
  const bars = Array.from({ length: Math.ceil((last - first + 1) / wide) }, (_, i) => {
    const [from, to] = [first + i * wide, first + (i + 1) * wide - 1];
    const inside = counts.filter((_count, k) => (buckets[k] ?? 0) >= from && (buckets[k] ?? 0) <= to);
    return {
      from: lowerEdge(base, from),
      to: upperEdge(base, to),
      share: inside.reduce((sum, count) => sum + count, 0) / total,
    };
  });
  return {
    bars,
    median: Math.min(
      peak,
      levelOf(histogram, 0.5, () => 1),
    ),
    weighted95: Math.min(
      peak,
      levelOf(histogram, 0.95, (edge) => edge),
    ),
    peak,
  };
}
