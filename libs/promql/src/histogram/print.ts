import { formatShort } from "../number.ts";
import { type Bucket, negativeBuckets, positiveBuckets, zeroBucket } from "./bounds.ts";
import type { Histogram } from "./histogram.ts";

/** As `count_values` names a histogram: `{count:4, sum:5, [-0.001,0.001]:1, (0.5,1]:3}`. */
export function printHistogram(histogram: Histogram): string {
  const parts = [`count:${formatShort(histogram.count)}`, `sum:${formatShort(histogram.sum)}`];
  return `{${[...parts, ...populated(histogram).map(printBucket)].join(", ")}}`;
}

/** Buckets with observations, from the lowest up. */
export function populated(histogram: Histogram): Bucket[] {
  const zero = histogram.zeroCount === 0 ? [] : [zeroBucket(histogram)];
  const all = [...negativeBuckets(histogram).toReversed(), ...zero, ...positiveBuckets(histogram)];
  return all.filter((bucket) => bucket.count !== 0);
}

function printBucket({ lower, upper, lowerIncluded, upperIncluded, count }: Bucket): string {
  const range = `${formatShort(lower)},${formatShort(upper)}`;
  return `${lowerIncluded ? "[" : "("}${range}${upperIncluded ? "]" : ")"}:${formatShort(count)}`;
}
