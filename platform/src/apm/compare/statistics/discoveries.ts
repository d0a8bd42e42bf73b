/** What each p-value is worth after so many questions: the share of false ones among all findings up to it.
 *  Source: Benjamini and Hochberg, "Controlling the False Discovery Rate" (1995) */
export function falseDiscoveries(ps: readonly number[]): number[] {
  const order = ps.map((p, index) => ({ p, index })).toSorted((x, y) => y.p - x.p);
  const qs = ps.map(() => 1);
  let least = 1;
  for (const [i, { p, index }] of order.entries()) {
    least = Math.min(least, (p * ps.length) / (ps.length - i));
    qs[index] = least;
  }
  return qs;
}
