import { mean, median } from "./robust.ts";
import { ranksOf } from "./ranks.ts";

/** Values in time whose level may change, each with what it takes to compare any two sides of a cut at once. */
export class Level {
  readonly times: readonly number[];
  readonly values: readonly number[];
  /** Sums of ranks up to each index. */
  readonly #ranks: Float64Array;
  readonly #weights: readonly number[] | undefined;
  /** By how many values are left out. */
  readonly #since = new Map<number, Level>();

  /** @param times   ascending, milliseconds since 1970
   *  @param weights how many things of that value each is; one where left out */
  constructor(times: readonly number[], values: readonly number[], weights?: readonly number[]) {
    this.#weights = weights;
    this.times = times;
    this.values = values;
    const ranks = ranksOf(values);
    this.#ranks = new Float64Array(values.length + 1);
    for (let i = 0; i < values.length; i++) this.#ranks[i + 1] = (this.#ranks[i] ?? 0) + (ranks[i] ?? 0);
  }

  /** What lies at or after a moment, each thing as one; made once. */
  since(time: number): Level {
    const first = this.countBefore(time);
    const known = this.#since.get(first) ?? new Level(this.times.slice(first), this.values.slice(first));
    this.#since.set(first, known);
    return known;
  }

  /** @returns how many values there are before a moment */
  countBefore(time: number): number {
    let low = 0;
    let high = this.times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.times[middle] ?? 0) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Mann and Whitney's statistic of the two sides, standard normal where nothing changed; positive: the values went up. */
  z(time: number, least = 1): number {
    const n = this.values.length;
    const k = this.countBefore(time);
    if (k < least || n - k < least) return 0;
    const expected = (k * (n + 1)) / 2;
    return (expected - (this.#ranks[k] ?? 0)) / Math.sqrt((k * (n - k) * (n + 1)) / 12);
  }

  #above(k: number): number {
    const n = this.values.length;
    const a = n - k;
    const rankSum = (this.#ranks[n] ?? 0) - (this.#ranks[k] ?? 0);
    return k === 0 || a === 0 ? 0.5 : (rankSum - (a * (a + 1)) / 2) / (k * a);
  }

  /** The two sides of a cut. */
  change(time: number): Change {
    const k = this.countBefore(time);
    const before = this.values.slice(0, k);
    const after = this.values.slice(k);
    const usual = median(before);
    return {
      z: this.z(time),
      before: usual,
      after: median(after),
      meanBefore: mean(before),
      meanAfter: mean(after),
      countBefore: k,
      countAfter: after.length,
      excess: after.reduce((sum, value, i) => sum + (value - usual) * (this.#weights?.[k + i] ?? 1), 0),
      above: this.#above(k),
    };
  }
}

export interface Change {
  readonly z: number;
  /** Medians. */
  readonly before: number;
  readonly after: number;
  readonly meanBefore: number;
  readonly meanAfter: number;
  readonly countBefore: number;
  readonly countAfter: number;
  /** What the values after have more than the median before, all together. */
  readonly excess: number;
  /** How likely a value after is above a value before: 0.5 where nothing changed. */
  readonly above: number;
}

/** Of a place where nothing changed; nobody asks how much. */
export const unchanged: Change = {
  z: 0,
  before: Number.NaN,
  after: Number.NaN,
  meanBefore: Number.NaN,
  meanAfter: Number.NaN,
  countBefore: 0,
  countAfter: 0,
  excess: 0,
  above: 0.5,
};
