import type { Histogram } from "../histogram/histogram.ts";
import type { Labels } from "../labels.ts";
import type { Matcher } from "../matcher.ts";

/** The samples of one series in columns, each ordered by time. Times are milliseconds since 1970. No time is in more
 *  than one of the columns. */
export interface SampleSeries {
  readonly labels: Labels;
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** When the counter of each sample began; 0 when that is not known. Undefined: not known of any. */
  readonly startTimes?: Float64Array | undefined;
  readonly histogramTimes: Float64Array;
  readonly histograms: readonly Histogram[];
  readonly histogramStartTimes?: Float64Array | undefined;
  /** When the series was seen to have ended. */
  readonly staleTimes: Float64Array;
}

/** Which samples of a series are needed: the last one at or before each step, or those within `range` before it.
 *  A source may leave out all others. */
export interface Needed {
  readonly start: number;
  readonly step: number;
  /** Undefined: one sample a step. */
  readonly range: number | undefined;
}

export interface Selection {
  readonly matchers: readonly Matcher[];
  /** After this time, milliseconds since 1970. */
  readonly after: number;
  /** At or before this time. */
  readonly until: number;
  readonly needed: Needed | undefined;
}

/** Where series come from. */
export interface SeriesSource {
  /** @returns series with different labels, in any order */
  select(selection: Selection, signal: AbortSignal): Promise<readonly SampleSeries[]>;
}

export const sampleCount = (series: SampleSeries): number =>
  series.times.length + series.histogramTimes.length;

/** How many of the times are at or before `time`. */
export function countUntil(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
