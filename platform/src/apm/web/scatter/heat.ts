export interface HeatCell {
  readonly step: number;
  /** floor(8 log2(nanoseconds + 1)) */
  readonly bucket: number;
  readonly count: number;
  readonly errors: number;
}

/** Durations grow from below by powers: a bucket is a ninth wider than the one under it. */
export interface HeatScale {
  readonly first: number;
  readonly last: number;
  readonly most: number;
}

const A_MILLISECOND = Math.floor(8 * Math.log2(1e6 + 1));

/** From a millisecond, or less where most is quicker, up to the slowest. */
export function heatScale(cells: readonly HeatCell[]): HeatScale {
  const buckets = cells.map(({ bucket }) => bucket);
  const last = Math.max(A_MILLISECOND + 40, ...buckets);
  const quick = cells.filter(({ bucket }) => bucket < A_MILLISECOND);
  const quickShare = sum(quick) / Math.max(1, sum(cells));
  const first = quickShare > 0.5 ? Math.min(...buckets) : A_MILLISECOND;
  return { first, last, most: Math.max(1, ...cells.map(({ count }) => count)) };
}

const sum = (cells: readonly HeatCell[]) => cells.reduce((total, { count }) => total + count, 0);

/** The lower edge of a bucket, in nanoseconds. */
export const edgeNano = (bucket: number): number => 2 ** (bucket / 8);

/** How strongly a cell is coloured, 0 to 1: by the logarithm, so that a single transaction is seen beside a thousand. */
export const strength = (count: number, most: number): number =>
  count <= 0 ? 0 : 0.18 + (0.82 * Math.log1p(count)) / Math.log1p(most);
