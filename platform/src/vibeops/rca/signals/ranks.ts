/** 1 for the smallest; ties share their mean rank. */
export function ranksOf(values: readonly number[]): Float64Array {
  const order = Uint32Array.from(values, (_, index) => index).toSorted(
    (a, b) => (values[a] ?? 0) - (values[b] ?? 0),
  );
  const ranks = new Float64Array(values.length);
  for (let i = 0; i < order.length;) {
    let j = i + 1;
    while (j < order.length && values[order[j] ?? 0] === values[order[i] ?? 0]) j++;
    for (let k = i; k < j; k++) ranks[order[k] ?? 0] = (i + j + 1) / 2;
    i = j;
  }
  return ranks;
}
