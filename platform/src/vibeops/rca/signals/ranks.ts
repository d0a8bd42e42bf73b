/** 1 for the smallest; ties share their mean rank. */
export function ranksOf(values: readonly number[]): Float64Array {
  const sorted = Float64Array.from(values).toSorted();
  return Float64Array.from(values, (value) => {
    const first = countBelow(sorted, value);
    let last = first + 1;
    if (sorted[last] === value) last = countBelow(sorted, value, true);
    return (first + 1 + last) / 2;
  });
}

/** @param orEqual counts those that are equal too */
function countBelow(sorted: Float64Array, value: number, orEqual = false): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const found = sorted[middle] ?? 0;
    if (found < value || (orEqual && found === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
