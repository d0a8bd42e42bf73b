import { compensated } from "../kahan.ts";
import {
  type Buckets,
  equalNumbers,
  type Histogram,
  isCustom,
  noBuckets,
  type ResetHint,
} from "./histogram.ts";
import { commonBounds, toBounds, toSchema, withSameZeroBucket } from "./resolution.ts";

/** Exponential and custom buckets can't be added up. */
export class IncompatibleSchemas extends Error {
  override readonly name = "IncompatibleSchemas";
  constructor() {
    super("cannot apply this operation on histograms with a mix of exponential and custom bucket schemas");
  }
}

export interface Combined {
  readonly histogram: Histogram;
  /** Custom bounds differed and were reduced to those in common. */
  readonly reconciled: boolean;
  /** One was known to be a reset and the other known not to be one. */
  readonly hintsCollide: boolean;
}

export const addHistograms = (a: Histogram, b: Histogram): Combined => combine(a, b, 1);
export const subtractHistograms = (a: Histogram, b: Histogram): Combined => combine(a, b, -1);

export function scaleHistogram(histogram: Histogram, factor: number): Histogram {
  return scaled(histogram, (value) => value * factor, factor < 0);
}

/** Divided by 0, a histogram has no buckets any more. */
export function divideHistogram(histogram: Histogram, divisor: number): Histogram {
  const divided = scaled(histogram, (value) => value / divisor, divisor < 0);
  return divisor === 0 ? { ...divided, positive: noBuckets, negative: noBuckets } : divided;
}

function scaled(histogram: Histogram, scale: (value: number) => number, turned: boolean): Histogram {
  const buckets = ({ indices, counts }: Buckets): Buckets => ({ indices, counts: counts.map(scale) });
  return {
    ...histogram,
    count: scale(histogram.count),
    sum: scale(histogram.sum),
    zeroCount: scale(histogram.zeroCount),
    positive: buckets(histogram.positive),
    negative: buckets(histogram.negative),
    hint: turned ? "gauge" : histogram.hint,
  };
}

/** Brings two histograms to the same buckets.
 *  @throws IncompatibleSchemas */
function aligned(a: Histogram, b: Histogram): { left: Histogram; right: Histogram; reconciled: boolean } {
  if (isCustom(a) !== isCustom(b)) throw new IncompatibleSchemas();
  if (isCustom(a)) {
    if (equalNumbers(a.bounds, b.bounds)) return { left: a, right: b, reconciled: false };
    const bounds = commonBounds(a.bounds, b.bounds);
    return { left: toBounds(a, bounds), right: toBounds(b, bounds), reconciled: true };
  }
  const [left, right] = withSameZeroBucket(a, b);
  const schema = Math.min(a.schema, b.schema);
  return { left: toSchema(left, schema), right: toSchema(right, schema), reconciled: false };
}

function combine(a: Histogram, b: Histogram, sign: 1 | -1): Combined {
  const { left, right, reconciled } = aligned(a, b);
  const { hint, hintsCollide } = hintOf(a.hint, b.hint);
  const histogram: Histogram = {
    ...left,
    hint,
    count: left.count + sign * right.count,
    sum: left.sum + sign * right.sum,
    zeroCount: left.zeroCount + sign * right.zeroCount,
    positive: combineBuckets(left.positive, right.positive, (x, y) => x + sign * y),
    negative: combineBuckets(left.negative, right.negative, (x, y) => x + sign * y),
  };
  return { histogram, reconciled, hintsCollide };
}

function hintOf(a: ResetHint, b: ResetHint): { hint: ResetHint; hintsCollide: boolean } {
  if (a === b) return { hint: a, hintsCollide: false };
  if (a === "gauge" || b === "gauge") return { hint: "gauge", hintsCollide: false };
  return { hint: "unknown", hintsCollide: a !== "unknown" && b !== "unknown" };
}

/** The union of both, missing buckets counting as 0. */
function combineBuckets(a: Buckets, b: Buckets, join: (x: number, y: number) => number): Buckets {
  const indices: number[] = [];
  const counts: number[] = [];
  for (let i = 0, j = 0; i < a.indices.length || j < b.indices.length;) {
    const left = a.indices[i] ?? Infinity;
    const right = b.indices[j] ?? Infinity;
    indices.push(Math.min(left, right));
    counts.push(
      join(left <= right ? (a.counts[i++] as number) : 0, right <= left ? (b.counts[j++] as number) : 0),
    );
  }
  return { indices, counts };
}

/** A sum of histograms that keeps what rounding takes from it. */
export class HistogramSum {
  #value: Histogram;
  #lost: Histogram;
  reconciled = false;

  constructor(first: Histogram) {
    this.#value = first;
    this.#lost = { ...first, count: 0, sum: 0, zeroCount: 0, positive: noBuckets, negative: noBuckets };
  }

  /** @throws IncompatibleSchemas */
  add(other: Histogram): void {
    const { left, right, reconciled } = aligned(this.#value, other);
    const lost = aligned(this.#lost, left).left;
    this.reconciled ||= reconciled;
    const { hint } = hintOf(this.#value.hint, other.hint);
    this.#lost = {
      ...lost,
      count: compensated(right.count, left.count, lost.count),
      sum: compensated(right.sum, left.sum, lost.sum),
      zeroCount: compensated(right.zeroCount, left.zeroCount, lost.zeroCount),
      positive: lostBuckets(left.positive, right.positive, lost.positive),
      negative: lostBuckets(left.negative, right.negative, lost.negative),
    };
    this.#value = {
      ...left,
      hint,
      count: left.count + right.count,
      sum: left.sum + right.sum,
      zeroCount: left.zeroCount + right.zeroCount,
      positive: combineBuckets(left.positive, right.positive, sumOf),
      negative: combineBuckets(left.negative, right.negative, sumOf),
    };
  }

  scale(factor: number): void {
    this.#value = scaleHistogram(this.#value, factor);
    this.#lost = scaleHistogram(this.#lost, factor);
  }

  divide(divisor: number): void {
    this.#value = divideHistogram(this.#value, divisor);
    this.#lost = divideHistogram(this.#lost, divisor);
  }

  copy(): HistogramSum {
    const copy = new HistogramSum(this.#value);
    copy.#lost = this.#lost;
    copy.reconciled = this.reconciled;
    return copy;
  }

  get overflows(): boolean {
    const { count, sum, zeroCount, positive, negative } = this.#value;
    return [count, sum, zeroCount, ...positive.counts, ...negative.counts].some(
      (value) => Math.abs(value) === Infinity,
    );
  }

  get value(): Histogram {
    return { ...combine(this.#value, this.#lost, 1).histogram, hint: this.#value.hint };
  }
}

const sumOf = (a: number, b: number): number => a + b;

const zeroes = ({ indices, counts }: Buckets): Buckets => ({ indices, counts: counts.map(() => 0) });
const byIndex = ({ indices, counts }: Buckets): ReadonlyMap<number, number> =>
  new Map(indices.map((index, i) => [index, counts[i] as number]));

function lostBuckets(left: Buckets, right: Buckets, lost: Buckets): Buckets {
  const full = combineBuckets(combineBuckets(lost, zeroes(left), sumOf), zeroes(right), sumOf);
  const [a, b] = [byIndex(left), byIndex(right)];
  return {
    indices: full.indices,
    counts: full.indices.map((index, i) =>
      compensated(b.get(index) ?? 0, a.get(index) ?? 0, full.counts[i] as number),
    ),
  };
}
