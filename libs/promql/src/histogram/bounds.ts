import { type Buckets, customSchema, type Histogram } from "./histogram.ts";

/** Observations between two bounds. */
export interface Bucket {
  readonly lower: number;
  readonly upper: number;
  readonly lowerIncluded: boolean;
  readonly upperIncluded: boolean;
  readonly count: number;
}

/** Upper bound of the bucket with this index, in an exponential schema. */
function exponentialBound(index: number, schema: number): number {
  const power = index * 2 ** -schema;
  // The last regular bucket ends at the largest number there is, so that only the one behind it ends at infinity.
  if (power === 1024) return Number.MAX_VALUE;
  return 2 ** power;
}

function bound(index: number, { schema, bounds }: Histogram): number {
  if (schema !== customSchema) return exponentialBound(index, schema);
  return index < 0 ? -Infinity : (bounds[index] ?? Infinity);
}

function positiveBucket(histogram: Histogram, index: number, count: number): Bucket {
  const lower = bound(index - 1, histogram);
  const custom = histogram.schema === customSchema;
  return {
    lower,
    upper: bound(index, histogram),
    lowerIncluded: custom && index === 0,
    upperIncluded: true,
    count,
  };
}

function negativeBucket(histogram: Histogram, index: number, count: number): Bucket {
  return {
    lower: -bound(index, histogram),
    upper: -bound(index - 1, histogram),
    lowerIncluded: true,
    upperIncluded: false,
    count,
  };
}

const mapBuckets = <T>({ indices, counts }: Buckets, make: (index: number, count: number) => T): T[] =>
  indices.map((index, i) => make(index, counts[i] as number));

/** From the zero bucket upwards. */
export const positiveBuckets = (histogram: Histogram): Bucket[] =>
  mapBuckets(histogram.positive, (index, count) => positiveBucket(histogram, index, count));

/** From the zero bucket downwards. */
export const negativeBuckets = (histogram: Histogram): Bucket[] =>
  mapBuckets(histogram.negative, (index, count) => negativeBucket(histogram, index, count));

export const zeroBucket = ({ zeroThreshold, zeroCount }: Histogram): Bucket => ({
  lower: -zeroThreshold,
  upper: zeroThreshold,
  lowerIncluded: true,
  upperIncluded: true,
  count: zeroCount,
});

/** All of them from the lowest up. A bucket that overlaps the zero bucket is cut at its threshold. */
export function allBuckets(histogram: Histogram): Bucket[] {
  const { zeroThreshold: threshold, zeroCount } = histogram;
  const negative = negativeBuckets(histogram)
    .toReversed()
    .map((each) => (each.upper > -threshold ? { ...each, upper: -threshold } : each));
  const positive = positiveBuckets(histogram).map((each) =>
    each.lower < threshold && each.upper > threshold && histogram.schema !== customSchema
      ? { ...each, lower: threshold }
      : each,
  );
  const zero = zeroCount > 0 ? [zeroBucket(histogram)] : [];
  return [...negative, ...zero, ...positive];
}
