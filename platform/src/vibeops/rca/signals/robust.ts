/** The middle value; NaN of nothing. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** @param q 0 to 1 */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = Float64Array.from(values).toSorted();
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)] ?? 0;
  const high = sorted[Math.ceil(at)] ?? 0;
  return low + (high - low) * (at - Math.floor(at));
}

/** A standard deviation that outliers can't move: 1.4826 times the median distance from the median. */
export function spread(values: readonly number[]): number {
  const middle = median(values);
  return 1.4826 * median(values.map((value) => Math.abs(value - middle)));
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The G statistic of two lists of counts of the same things: twice the log-likelihood ratio of "they differ" to "they do
 *  not". Source: Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence", 1993 */
export function gTest(before: ReadonlyMap<unknown, number>, after: ReadonlyMap<unknown, number>): number {
  const [a, b] = [countOf(before), countOf(after)];
  if (a === 0 || b === 0) return 0;
  let g = 0;
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [x, y] = [before.get(key) ?? 0, after.get(key) ?? 0];
    const share = (x + y) / (a + b);
    if (x > 0) g += x * Math.log(x / (a * share));
    if (y > 0) g += y * Math.log(y / (b * share));
  }
  return 2 * g;
}

/** @returns how many there are of all together */
export function countOf(counts: ReadonlyMap<unknown, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}
