import { lnChoose, normalTails } from "#kernel/tails.ts";

/* One side against the other, fair whatever operations either was asked for: each operation is compared with itself, and what speaks for
 * the side is added up. One-sided. */

export interface Share {
  readonly hits: number;
  readonly total: number;
}

export interface Shares {
  readonly own: Share;
  readonly others: Share;
}

/** So many outcomes are added up one by one. */
const mostExact = 2000;

/** How likely, by chance alone, so many of one side's hits or more: Fisher's exact test over several tables; where there are many outcomes, by the
 *  normal approximation, corrected for continuity.
 *  Sources: Cox, "A simple example of a comparison involving quantal data" (1966); Mantel and Haenszel, "Statistical Aspects of the Analysis of
 *  Data From Retrospective Studies of Disease" (1959) */
export function shareTest(strata: readonly Shares[]): number {
  const compared = strata.filter(({ own, others }) => own.total > 0 && others.total > 0);
  const hits = compared.reduce((sum, { own }) => sum + own.hits, 0);
  const most = compared.reduce((sum, each) => sum + mostOf(each), 0);
  if (most > mostExact) return approximately(compared, hits);
  const chances = compared.map(chancesOf).reduce(sumOf, [1]);
  return Math.min(
    1,
    chances.slice(hits).reduce((sum, chance) => sum + chance, 0),
  );
}

const mostOf = ({ own, others }: Shares) => Math.min(own.total, own.hits + others.hits);

/** How likely each number of own hits is, from none on, when it is known how many there are together. */
function chancesOf(of: Shares): number[] {
  const { own, others } = of;
  const hits = own.hits + others.hits;
  const scale = lnChoose(own.total + others.total, hits);
  return Array.from({ length: mostOf(of) + 1 }, (_, inOwn) =>
    hits - inOwn > others.total
      ? 0
      : Math.exp(lnChoose(own.total, inOwn) + lnChoose(others.total, hits - inOwn) - scale),
  );
}

/** How likely each sum of two numbers is. */
function sumOf(a: readonly number[], b: readonly number[]): number[] {
  const sums = Array.from({ length: a.length + b.length - 1 }, () => 0);
  for (const [i, x] of a.entries())
    for (const [j, y] of b.entries()) sums[i + j] = (sums[i + j] ?? 0) + x * y;
  return sums;
}

function approximately(strata: readonly Shares[], seen: number): number {
  let expected = 0;
  let variance = 0;
  for (const { own, others } of strata) {
    const all = own.total + others.total;
    const hits = own.hits + others.hits;
    expected += (own.total * hits) / all;
    variance += (own.total * others.total * hits * (all - hits)) / (all * all * (all - 1));
  }
  const excess = seen - expected - 0.5;
  return excess > 0 && variance > 0 ? normalTails(excess / Math.sqrt(variance)) / 2 : 1;
}
