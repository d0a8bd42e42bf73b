/** The value below which a share of the values lies, between two of them by weight.
 *  @param sorted ascending, NaN first */
export function quantileOf(quantile: number, sorted: Float64Array): number {
  const count = sorted.length;
  if (count === 0 || Number.isNaN(quantile)) return Number.NaN;
  if (quantile < 0) return -Infinity;
  if (quantile > 1) return Infinity;
  const rank = quantile * (count - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(count - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  return (sorted[lower] as number) * (1 - weight) + (sorted[upper] as number) * weight;
}

/** A copy in ascending order, NaN first. */
export function sortedValues(values: Float64Array): Float64Array {
  const sorted = values.toSorted();
  let notNumbers = 0;
  while (notNumbers < sorted.length && Number.isNaN(sorted[sorted.length - 1 - notNumbers])) notNumbers++;
  if (notNumbers === 0) return sorted;
  sorted.copyWithin(notNumbers, 0, sorted.length - notNumbers);
  sorted.fill(Number.NaN, 0, notNumbers);
  return sorted;
}

export const isQuantile = (value: number): boolean => value >= 0 && value <= 1;
