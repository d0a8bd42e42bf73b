import { type Buckets, equalNumbers, type Histogram, isCustom } from "./histogram.ts";
import { commonBounds, toBounds, toSchema, zeroCountUpTo } from "./resolution.ts";

/** Whether a counter started again between two of its histograms: something became less, a bucket went away, or the
 *  resolution grew, which happens at a start only. A hint decides at once. */
export function isReset(current: Histogram, previous: Histogram): boolean {
  if (current.hint === "reset") return true;
  if (current.hint === "not_reset") return false;
  if (current.count < previous.count) return true;
  if (isCustom(current) !== isCustom(previous)) return true;
  if (isCustom(current)) return customReset(current, previous);
  if (current.schema > previous.schema) return true;
  if (current.zeroThreshold < previous.zeroThreshold) return true;
  const zero = zeroCountUpTo(previous, current.zeroThreshold);
  if (zero.threshold !== current.zeroThreshold || current.zeroCount < zero.count) return true;
  const before = toSchema(previous, current.schema);
  const inside = current.zeroThreshold;
  return (
    someLess(current.positive, before.positive, (index) => insideZero(index, current.schema, inside)) ||
    someLess(current.negative, before.negative, (index) => insideZero(index, current.schema, inside))
  );
}

const insideZero = (index: number, schema: number, threshold: number): boolean =>
  2 ** (index * 2 ** -schema) <= threshold;

function customReset(current: Histogram, previous: Histogram): boolean {
  if (equalNumbers(current.bounds, previous.bounds)) return someLess(current.positive, previous.positive);
  const bounds = commonBounds(current.bounds, previous.bounds);
  return someLess(toBounds(current, bounds).positive, toBounds(previous, bounds).positive);
}

function someLess(
  current: Buckets,
  previous: Buckets,
  passedOver: (index: number) => boolean = () => false,
): boolean {
  const now = new Map(current.indices.map((index, i) => [index, current.counts[i] as number]));
  return previous.indices.some(
    (index, i) => !passedOver(index) && (now.get(index) ?? 0) < (previous.counts[i] as number),
  );
}
