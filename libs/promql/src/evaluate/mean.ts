import { divideHistogram, HistogramSum } from "../histogram/arithmetic.ts";
import type { Histogram } from "../histogram/histogram.ts";
import { KahanSum } from "../kahan.ts";

/** A mean: the sum by the number, or bit by bit from where the sum would overflow. */
export class Mean {
  readonly #sum = new KahanSum();
  #count = 0;
  #incremental = false;

  add(value: number): void {
    this.#count++;
    if (this.#count === 1) return this.#sum.set(value, 0);
    const { sum, compensation } = this.#sum;
    if (!this.#incremental) {
      this.#sum.add(value);
      if (Math.abs(this.#sum.sum) !== Infinity) return;
      this.#incremental = true;
      this.#sum.set(sum / (this.#count - 1), compensation / (this.#count - 1));
    }
    const kept = (this.#count - 1) / this.#count;
    this.#sum.set(kept * this.#sum.sum, kept * this.#sum.compensation);
    this.#sum.add(value / this.#count);
  }

  get value(): number {
    const { sum, compensation } = this.#sum;
    return this.#incremental ? sum + compensation : sum / this.#count + compensation / this.#count;
  }
}

/** The same of histograms. */
export class HistogramMean {
  #sum: HistogramSum;
  #count = 1;
  #incremental = false;

  constructor(first: Histogram) {
    this.#sum = new HistogramSum(first);
  }

  /** @throws IncompatibleSchemas */
  add(value: Histogram): void {
    this.#count++;
    if (!this.#incremental) {
      const next = this.#sum.copy();
      next.add(value);
      if (!next.overflows) {
        this.#sum = next;
        return;
      }
      this.#incremental = true;
      this.#sum.divide(this.#count - 1);
    }
    this.#sum.scale((this.#count - 1) / this.#count);
    this.#sum.add(divideHistogram(value, this.#count));
  }

  get reconciled(): boolean {
    return this.#sum.reconciled;
  }

  get value(): Histogram {
    if (this.#incremental) return this.#sum.value;
    const mean = this.#sum.copy();
    mean.divide(this.#count);
    return mean.value;
  }
}
