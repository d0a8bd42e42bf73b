import type { Position } from "../../errors.ts";
import type { Histogram } from "../../histogram/histogram.ts";
import type { Extension } from "../../syntax/expression.ts";
import type { Notes } from "../annotations.ts";
import type { SampleSeries } from "../series.ts";

/** The samples of one series that a range function sees at one step: indices into its columns, the end not included.
 *  One is made for an evaluation and set again for each series and step. */
export class Window {
  series: SampleSeries;
  firstFloat = 0;
  endFloat = 0;
  firstHistogram = 0;
  endHistogram = 0;
  /** The range is open at its start and closed at its end. */
  start = 0;
  end = 0;
  /** When the step is, which is the end of the range unless there is an offset or `@`. */
  time = 0;
  /** Scalar arguments at this step, in order. */
  parameters: readonly number[] = [];
  readonly rangeMs: number;
  readonly extension: Extension | undefined;
  readonly notes: Notes;
  /** Where the range stands in the query, and the whole call. */
  readonly position: Position;

  constructor(
    series: SampleSeries,
    options: { rangeMs: number; extension: Extension | undefined; notes: Notes; position: Position },
  ) {
    this.series = series;
    this.rangeMs = options.rangeMs;
    this.extension = options.extension;
    this.notes = options.notes;
    this.position = options.position;
  }

  get floats(): number {
    return this.endFloat - this.firstFloat;
  }

  get histograms(): number {
    return this.endHistogram - this.firstHistogram;
  }

  get isEmpty(): boolean {
    return this.floats === 0 && this.histograms === 0;
  }

  get metric(): string {
    return this.series.labels.metric;
  }

  /** Tells that floats alone count where there are histograms too. */
  noteIgnoredHistograms(): void {
    if (this.histograms > 0) this.notes.ignoredInMixedRange(this.metric, this.position);
  }
}

/** @returns undefined when there is no result at this step */
export type RangeFunction = (window: Window) => number | Histogram | undefined;
