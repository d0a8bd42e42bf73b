import { normalTails } from "#kernel/tails.ts";
import { type Distribution, sizeOf } from "#telemetry/query/index.ts";

/* Tests of one side against the other that are fair whatever operations either was asked for: each operation is compared with itself,
 * and what speaks for the side is added up. All are one-sided, by the normal approximation. */

export interface Share {
  readonly hits: number;
  readonly total: number;
}

/** How likely, by chance alone, so many of one side's hits or more.
 *  Source: Mantel and Haenszel, "Statistical Aspects of the Analysis of Data From Retrospective Studies of Disease" (1959), with
 *  their correction for continuity */
export function shareTest(strata: readonly { readonly own: Share; readonly others: Share }[]): number {
  let excess = 0;
  let variance = 0;
  for (const { own, others } of strata) {
    const all = own.total + others.total;
    const hits = own.hits + others.hits;
    if (own.total === 0 || others.total === 0) continue;
    excess += own.hits - (own.total * hits) / all;
    variance += (own.total * others.total * hits * (all - hits)) / (all * all * (all - 1));
  }
  return upperTail(excess - 0.5, variance);
}

/** How likely, by chance alone, one side's values are so much greater, or more.
 *  Sources: van Elteren, "On the combination of independent two-sample tests of Wilcoxon" (1960); Lehmann, "Nonparametrics" (1975),
 *  section 3.3, weights of locally best power; ties as in Hollander and Wolfe, "Nonparametric Statistical Methods", 4.1 */
export function greaterTest(
  strata: readonly { readonly own: Distribution; readonly others: Distribution }[],
): number {
  let excess = 0;
  let variance = 0;
  for (const { own, others } of strata) {
    const [n, m] = [sizeOf(own), sizeOf(others)];
    if (n === 0 || m === 0) continue;
    const { greater, ties } = ranked(own, others);
    const all = n + m;
    const weight = 1 / (all + 1);
    excess += weight * (greater - (n * m) / 2);
    variance += weight ** 2 * ((n * m) / 12) * (all + 1 - ties / (all * (all - 1)));
  }
  return upperTail(excess, variance);
}

/** In how many pairs the own value is the greater one (half of those in which both are alike), and the correction for ties. */
function ranked(own: Distribution, others: Distribution): { greater: number; ties: number } {
  const [mine, theirs] = [own, others].map(
    ({ buckets, counts }) => new Map(buckets.map((bucket, i) => [bucket, counts[i] ?? 0])),
  );
  let passed = 0;
  let greater = 0;
  let ties = 0;
  for (const bucket of [...new Set([...own.buckets, ...others.buckets])].toSorted((a, b) => a - b)) {
    const [a, b] = [mine?.get(bucket) ?? 0, theirs?.get(bucket) ?? 0];
    greater += a * (passed + b / 2);
    passed += b;
    ties += (a + b) ** 3 - (a + b);
  }
  return { greater, ties };
}

const upperTail = (excess: number, variance: number): number =>
  excess > 0 && variance > 0 ? normalTails(excess / Math.sqrt(variance)) / 2 : 1;
