import { type Distribution, sizeOf } from "#telemetry/query/index.ts";
import { normalTails } from "#kernel/tails.ts";

export interface RankTest {
  /** How likely one of `b` is greater than one of `a` (Vargha and Delaney's A): 0.5 when neither tends to be. */
  readonly superiority: number;
  /** Two-sided, by the normal approximation with correction for ties and continuity. */
  readonly p: number;
}

/** Mann and Whitney's test over counts by bucket: what lies in one bucket is tied. Both sides should have eight or more.
 *  Sources: Mann and Whitney (1947); Hollander and Wolfe, "Nonparametric Statistical Methods", 4.1; Vargha and Delaney (2000) */
export function rankTest(a: Distribution, b: Distribution): RankTest {
  const [sizeA, sizeB] = [sizeOf(a), sizeOf(b)];
  if (sizeA === 0 || sizeB === 0) return { superiority: 0.5, p: 1 };
  const [inA, inB] = [countsOf(a), countsOf(b)];
  let passedA = 0;
  let greater = 0;
  let ties = 0;
  for (const bucket of [...new Set([...a.buckets, ...b.buckets])].toSorted((x, y) => x - y)) {
    const [fromA, fromB] = [inA.get(bucket) ?? 0, inB.get(bucket) ?? 0];
    greater += fromB * (passedA + fromA / 2);
    passedA += fromA;
    ties += (fromA + fromB) ** 3 - (fromA + fromB);
  }
  const all = sizeA + sizeB;
  const variance = ((sizeA * sizeB) / 12) * (all + 1 - ties / (all * (all - 1)));
  const distance = Math.max(0, Math.abs(greater - (sizeA * sizeB) / 2) - 0.5);
  return {
    superiority: greater / (sizeA * sizeB),
    p: variance > 0 ? normalTails(distance / Math.sqrt(variance)) : 1,
  };
}

const countsOf = ({ buckets, counts }: Distribution) =>
  new Map(buckets.map((bucket, i) => [bucket, counts[i] ?? 0]));
