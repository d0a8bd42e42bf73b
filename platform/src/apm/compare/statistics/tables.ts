import { chiSquareTail, lnChoose } from "#kernel/tails.ts";

/** How likely two shares differ by chance as much as these, or more: Pearson's chi-square where it is sound (five are
 *  expected in every cell), Fisher's exact test where counts are small.
 *  Sources: Pearson (1900); Cochran (1954); Fisher, "The Design of Experiments" (1935)
 *  @param hits    of `total`, on each side */
export function proportionTest(
  a: { hits: number; total: number },
  b: { hits: number; total: number },
): number {
  const all = a.total + b.total;
  const hits = a.hits + b.hits;
  if (a.total === 0 || b.total === 0 || hits === 0 || hits === all) return 1;
  const expected = [a.total, b.total].flatMap((total) => [
    (total * hits) / all,
    (total * (all - hits)) / all,
  ]);
  if (Math.min(...expected) < 5) return fisherTest(a, b);
  const seen = [a, b].flatMap(({ hits, total }) => [hits, total - hits]);
  const square = expected.reduce((sum, value, i) => sum + ((seen[i] ?? 0) - value) ** 2 / value, 0);
  return chiSquareTail(square, 1);
}

/** Two-sided: all tables with the same margins that are no likelier than this one. */
function fisherTest(a: { hits: number; total: number }, b: { hits: number; total: number }): number {
  const hits = a.hits + b.hits;
  const least = Math.max(0, hits - b.total);
  const most = Math.min(a.total, hits);
  const scale = lnChoose(a.total + b.total, hits);
  const chance = (inA: number) => Math.exp(lnChoose(a.total, inA) + lnChoose(b.total, hits - inA) - scale);
  const limit = chance(a.hits) * (1 + 1e-7);
  let sum = 0;
  for (let inA = least; inA <= most; inA += 1) {
    const each = chance(inA);
    if (each <= limit) sum += each;
  }
  return Math.min(1, sum);
}

/** Of a table with two columns: one row for each value, how often it is on either side. */
export interface Association {
  readonly p: number;
  /** 0: the sides do not differ; 1: the value tells the side. Freed from the bias that many values bring. */
  readonly strength: number;
}

/** Pearson's test of independence, and Cramér's V. Five should be expected in every cell.
 *  Sources: Pearson (1900); Bergsma, "A bias-correction for Cramér's V and Tschuprow's T" (2013) */
export function associationOf(rows: readonly (readonly [a: number, b: number])[]): Association {
  const used = rows.filter(([a, b]) => a + b > 0);
  const sums = [0, 1].map((side) => used.reduce((sum, row) => sum + (row[side] ?? 0), 0));
  const all = (sums[0] ?? 0) + (sums[1] ?? 0);
  if (used.length < 2 || sums.includes(0)) return { p: 1, strength: 0 };
  let square = 0;
  for (const row of used) {
    for (const [side, seen] of row.entries()) {
      const expected = ((row[0] + row[1]) * (sums[side] ?? 0)) / all;
      square += (seen - expected) ** 2 / expected;
    }
  }
  const freedom = used.length - 1;
  const phi = Math.max(0, square / all - freedom / (all - 1));
  const correctedRows = used.length - freedom ** 2 / (all - 1);
  const correctedColumns = 2 - 1 / (all - 1);
  const strength = Math.sqrt(phi / Math.min(correctedRows - 1, correctedColumns - 1));
  return { p: chiSquareTail(square, freedom), strength: Math.min(1, strength) };
}
