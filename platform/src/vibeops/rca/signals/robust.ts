/** The middle value; NaN of nothing. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** @param q  0 to 1
 *  @param of grows with its argument: the quantile is of what it makes of each value */
export function quantile(
  values: readonly number[],
  q: number,
  of: (value: number) => number = (value) => value,
): number {
  if (values.length === 0) return Number.NaN;
  const sorting = Float64Array.from(values);
  const at = (sorting.length - 1) * q;
  const below = Math.floor(at);
  select(sorting, below);
  const low = of(sorting[below] ?? 0);
  if (below === at) return low;
  let next = Number.POSITIVE_INFINITY;
  for (let i = below + 1; i < sorting.length; i++) next = Math.min(next, sorting[i] ?? 0);
  return low + (of(next) - low) * (at - below);
}

/** What does not come apart in so many steps is sorted. */
const mostSteps = 64;

/** Puts the value there that sorting would put there, smaller ones before and larger ones after it.
 *  Source: Hoare, "Algorithm 65: Find", 1961 */
function select(values: Float64Array, at: number): void {
  let [low, high] = [0, values.length - 1];
  for (let step = 0; low < high; step++) {
    if (step === mostSteps) {
      values.set(values.subarray(low, high + 1).toSorted(), low);
      return;
    }
    const pivot = values[(low + high) >> 1] ?? 0;
    let [i, j] = [low, high];
    while (i <= j) {
      while ((values[i] ?? 0) < pivot) i++;
      while ((values[j] ?? 0) > pivot) j--;
      if (i > j) break;
      const value = values[i] ?? 0;
      values[i++] = values[j] ?? 0;
      values[j--] = value;
    }
    if (at <= j) high = j;
    else if (at >= i) low = i;
    else return;
  }
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
