/* What chance would do. */

/** How unlikely it is that a Poisson count of mean `mean` is `count` or more.
 *  @returns the probability's logarithm to base ten, at most 0
 *  Source: the Chernoff bound P(X ≥ k) ≤ e^(k − λ) (λ/k)^k for k > λ, which is never too small */
export function poissonTail(count: number, mean: number): number {
  if (count <= mean || count <= 0) return 0;
  const rate = Math.max(mean, 1e-9);
  return Math.min(0, (count - rate + count * Math.log(rate / count)) / Math.LN10);
}

/** The same for a count that is `count` or less. */
export function poissonLow(count: number, mean: number): number {
  if (count >= mean) return 0;
  const tail = count - mean - (count > 0 ? count * Math.log(count / mean) : 0);
  return Math.min(0, tail / Math.LN10);
}

/** How unlikely a standard normal value as far from zero as `z` is, on either side.
 *  @returns the logarithm to base ten. Source: the bound 2 φ(z)/z of the tail (Mills' ratio) */
export function normalTail(z: number): number {
  const size = Math.abs(z);
  if (size < 1) return 0;
  return Math.min(0, Math.log10(2 / (size * Math.sqrt(2 * Math.PI))) - (size * size) / 2 / Math.LN10);
}

/** @param sorted  ascending @param q 0 to 1 */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  if (sorted.length === 0) return Number.NaN;
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] as number;
}

export function median(values: Iterable<number>): number {
  return quantile(Float64Array.from(values).toSorted(), 0.5);
}

/** Ranks from 1; what is equal shares the mean of its ranks. */
export function ranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from(values, (_, i) => i).toSorted(
    (a, b) => (values[a] as number) - (values[b] as number),
  );
  const result = new Float64Array(order.length);
  for (let i = 0; i < order.length;) {
    let j = i;
    while (j < order.length && values[order[j] as number] === values[order[i] as number]) j++;
    for (let k = i; k < j; k++) result[order[k] as number] = (i + j + 1) / 2;
    i = j;
  }
  return result;
}

/** Kendall's S of a series against its order, as a standard normal value: far above 0 when it rises.
 *  Source: Mann, "Nonparametric tests against trend", 1945 */
export function mannKendall(series: readonly number[]): { readonly z: number; readonly tau: number } {
  const n = series.length;
  let s = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) s += Math.sign((series[j] as number) - (series[i] as number));
  }
  const variance = (n * (n - 1) * (2 * n + 5)) / 18;
  return {
    z: s === 0 ? 0 : (s - Math.sign(s)) / Math.sqrt(variance),
    tau: n < 2 ? 0 : (2 * s) / (n * (n - 1)),
  };
}
