import { HistogramSum, IncompatibleSchemas } from "../../histogram/arithmetic.ts";
import { compact, type Histogram } from "../../histogram/histogram.ts";
import { compensated } from "../../kahan.ts";
import { HistogramMean } from "../mean.ts";
import { float, type Row, type RowBuilder } from "../rows.ts";
import type { Accumulator, AccumulatorOptions } from "./accumulator.ts";

/** What a step of a group has met. */
const hasFloat = 1;
const hasHistogram = 2;
const isIncompatible = 4;
const hasReset = 8;
const hasNoReset = 16;

interface HistogramTotal {
  add(value: Histogram): void;
  readonly value: Histogram;
  readonly reconciled: boolean;
}

/** What sums and means have in common: floats or histograms, but not both at one step. */
abstract class Totals implements Accumulator {
  protected readonly options: AccumulatorOptions;
  protected readonly met: Uint8Array;
  readonly #histograms: (HistogramTotal | undefined)[] = [];

  constructor(options: AccumulatorOptions) {
    this.options = options;
    this.met = new Uint8Array(options.steps);
  }

  protected abstract addFloat(step: number, value: number): void;
  protected abstract total(first: Histogram): HistogramTotal;
  protected abstract floatAt(step: number): number;

  add(row: Row): void {
    const { kinds, values, histograms } = row;
    for (let step = 0; step < kinds.length; step++) {
      const kind = kinds[step];
      if (kind === 0) continue;
      if (kind === float) {
        this.addFloat(step, values[step] as number);
        this.met[step] = (this.met[step] as number) | hasFloat;
      } else this.#addHistogram(step, histograms?.[step] as Histogram, row.labels.metric);
    }
  }

  #addHistogram(step: number, value: Histogram, metric: string): void {
    const met = this.met[step] as number;
    const hint = value.hint === "reset" ? hasReset : value.hint === "not_reset" ? hasNoReset : 0;
    this.met[step] = met | hasHistogram | hint;
    if (met & (isIncompatible | hasFloat)) return;
    const total = this.#histograms[step];
    if (!total) {
      this.#histograms[step] = this.total(value);
      return;
    }
    try {
      total.add(value);
    } catch (error) {
      if (!(error instanceof IncompatibleSchemas)) throw error;
      this.met[step] = met | hasHistogram | hint | isIncompatible;
      this.options.notes.mixedSchemas(metric, this.options.position);
    }
  }

  finish(into: RowBuilder): void {
    const { notes, position } = this.options;
    for (let step = 0; step < this.met.length; step++) {
      const met = this.met[step] as number;
      if (met === 0) continue;
      if (met & hasFloat && met & hasHistogram) notes.mixedAggregation(position);
      else if (met & hasFloat) into.setFloat(step, this.floatAt(step));
      else if (!(met & isIncompatible)) {
        const total = this.#histograms[step] as HistogramTotal;
        if (total.reconciled) notes.mismatchedBounds("aggregation", position);
        if (met & hasReset && met & hasNoReset) notes.collidingResets("aggregation", position);
        into.setHistogram(step, compact(total.value));
      }
    }
  }
}

export class Sums extends Totals {
  readonly #sums: Float64Array;
  readonly #lost: Float64Array;

  constructor(options: AccumulatorOptions) {
    super(options);
    this.#sums = new Float64Array(options.steps);
    this.#lost = new Float64Array(options.steps);
  }

  protected addFloat(step: number, value: number): void {
    if (!((this.met[step] as number) & hasFloat)) {
      this.#sums[step] = value;
      return;
    }
    const sum = this.#sums[step] as number;
    this.#lost[step] = compensated(value, sum, this.#lost[step] as number);
    this.#sums[step] = sum + value;
  }

  protected total(first: Histogram): HistogramTotal {
    return new HistogramSum(first);
  }

  protected floatAt(step: number): number {
    return (this.#sums[step] as number) + (this.#lost[step] as number);
  }
}

/** The same way as `Mean`, for all steps at once. */
export class Averages extends Totals {
  readonly #sums: Float64Array;
  readonly #lost: Float64Array;
  readonly #counts: Float64Array;
  /** 1 from where the sum would have overflown: it holds the mean from there on. */
  readonly #incremental: Uint8Array;

  constructor(options: AccumulatorOptions) {
    super(options);
    this.#sums = new Float64Array(options.steps);
    this.#lost = new Float64Array(options.steps);
    this.#counts = new Float64Array(options.steps);
    this.#incremental = new Uint8Array(options.steps);
  }

  protected addFloat(step: number, value: number): void {
    const count = (this.#counts[step] as number) + 1;
    this.#counts[step] = count;
    let sum = this.#sums[step] as number;
    let lost = this.#lost[step] as number;
    if (count === 1) {
      this.#sums[step] = value;
      return;
    }
    if (this.#incremental[step] === 0) {
      if (Math.abs(sum + value) !== Infinity) {
        this.#lost[step] = compensated(value, sum, lost);
        this.#sums[step] = sum + value;
        return;
      }
      this.#incremental[step] = 1;
      sum /= count - 1;
      lost /= count - 1;
    }
    const kept = (count - 1) / count;
    this.#lost[step] = compensated(value / count, kept * sum, kept * lost);
    this.#sums[step] = kept * sum + value / count;
  }

  protected total(first: Histogram): HistogramTotal {
    return new HistogramMean(first);
  }

  protected floatAt(step: number): number {
    const [sum, lost] = [this.#sums[step] as number, this.#lost[step] as number];
    if (this.#incremental[step] === 1) return sum + lost;
    const count = this.#counts[step] as number;
    return sum / count + lost / count;
  }
}
