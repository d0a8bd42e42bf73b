import { quantileOf, sortedValues } from "../quantile.ts";
import { float, type Row, type RowBuilder } from "../rows.ts";
import type { Accumulator, AccumulatorOptions } from "./accumulator.ts";

/** Calls for each float of a row and tells that histograms are ignored. */
function eachFloat(
  row: Row,
  name: string,
  { notes, position }: AccumulatorOptions,
  visit: (step: number, value: number) => void,
): void {
  const { kinds, values } = row;
  for (let step = 0; step < kinds.length; step++) {
    if (kinds[step] === float) visit(step, values[step] as number);
    else if (kinds[step] !== 0) notes.ignoredInAggregation(name, position);
  }
}

export class Extremes implements Accumulator {
  readonly #options: AccumulatorOptions;
  readonly #name: "min" | "max";
  readonly #best: Float64Array;
  readonly #seen: Uint8Array;

  constructor(name: "min" | "max", options: AccumulatorOptions) {
    this.#options = options;
    this.#name = name;
    this.#best = new Float64Array(options.steps);
    this.#seen = new Uint8Array(options.steps);
  }

  add(row: Row): void {
    const isMax = this.#name === "max";
    eachFloat(row, this.#name, this.#options, (step, value) => {
      const best = this.#best[step] as number;
      const wins = isMax ? value > best : value < best;
      if (this.#seen[step] === 0 || wins || Number.isNaN(best)) this.#best[step] = value;
      this.#seen[step] = 1;
    });
  }

  finish(into: RowBuilder): void {
    this.#best.forEach((value, step) => {
      if (this.#seen[step] === 1) into.setFloat(step, value);
    });
  }
}

/** Samples of any kind are counted; `group` says 1 where there is one. */
export class Counts implements Accumulator {
  readonly #counts: Float64Array;
  readonly #isGroup: boolean;

  constructor(name: "count" | "group", { steps }: AccumulatorOptions) {
    this.#counts = new Float64Array(steps);
    this.#isGroup = name === "group";
  }

  add({ kinds }: Row): void {
    for (let step = 0; step < kinds.length; step++) {
      if (kinds[step] !== 0) this.#counts[step] = (this.#counts[step] as number) + 1;
    }
  }

  finish(into: RowBuilder): void {
    this.#counts.forEach((count, step) => {
      if (count > 0) into.setFloat(step, this.#isGroup ? 1 : count);
    });
  }
}

/** Source: Welford, "Note on a Method for Calculating Corrected Sums of Squares and Products" (1962) */
export class Deviations implements Accumulator {
  readonly #options: AccumulatorOptions;
  readonly #name: "stddev" | "stdvar";
  readonly #counts: Float64Array;
  readonly #means: Float64Array;
  readonly #squares: Float64Array;

  constructor(name: "stddev" | "stdvar", options: AccumulatorOptions) {
    this.#options = options;
    this.#name = name;
    this.#counts = new Float64Array(options.steps);
    this.#means = new Float64Array(options.steps);
    this.#squares = new Float64Array(options.steps);
  }

  add(row: Row): void {
    eachFloat(row, this.#name, this.#options, (step, value) => {
      const count = (this.#counts[step] as number) + 1;
      this.#counts[step] = count;
      const distance = value - (this.#means[step] as number);
      const mean = count === 1 ? value : (this.#means[step] as number) + distance / count;
      this.#means[step] = mean;
      const first = Number.isFinite(value) ? 0 : Number.NaN;
      this.#squares[step] = count === 1 ? first : (this.#squares[step] as number) + distance * (value - mean);
    });
  }

  finish(into: RowBuilder): void {
    this.#counts.forEach((count, step) => {
      if (count === 0) return;
      const variance = (this.#squares[step] as number) / count;
      into.setFloat(step, this.#name === "stddev" ? Math.sqrt(variance) : variance);
    });
  }
}

export class Quantiles implements Accumulator {
  readonly #options: AccumulatorOptions;
  readonly #values: number[][];

  constructor(options: AccumulatorOptions) {
    this.#options = options;
    this.#values = Array.from({ length: options.steps }, () => []);
  }

  add(row: Row): void {
    eachFloat(row, "quantile", this.#options, (step, value) => this.#values[step]?.push(value));
  }

  finish(into: RowBuilder): void {
    this.#values.forEach((values, step) => {
      if (values.length === 0) return;
      const quantile = this.#options.parameter?.[step] ?? Number.NaN;
      into.setFloat(step, quantileOf(quantile, sortedValues(Float64Array.from(values))));
    });
  }
}
