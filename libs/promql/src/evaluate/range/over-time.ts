import { HistogramSum, IncompatibleSchemas } from "../../histogram/arithmetic.ts";
import type { Histogram } from "../../histogram/histogram.ts";
import { KahanSum } from "../../kahan.ts";
import { HistogramMean, Mean } from "../mean.ts";
import { isQuantile, quantileOf, sortedValues } from "../quantile.ts";
import type { RangeFunction, Window } from "./window.ts";

const floatsOf = ({ series, firstFloat, endFloat }: Window): Float64Array =>
  series.values.subarray(firstFloat, endFloat);
const histogramsOf = ({ series, firstHistogram, endHistogram }: Window): readonly Histogram[] =>
  series.histograms.slice(firstHistogram, endHistogram);

/** A function of floats alone; histograms beside them are told to be ignored. */
const ofFloats =
  (compute: (values: Float64Array, window: Window) => number): RangeFunction =>
  (window) => {
    if (window.floats === 0) return undefined;
    window.noteIgnoredHistograms();
    return compute(floatsOf(window), window);
  };

/** A function of floats or of histograms, but not of both at once. */
const ofEither =
  (
    ofValues: (values: Float64Array) => number,
    ofHistograms: (histograms: readonly Histogram[]) => { value: Histogram; reconciled: boolean },
  ): RangeFunction =>
  (window) => {
    const { notes, metric, position } = window;
    if (window.floats > 0 && window.histograms > 0)
      return notes.mixedFloatsAndHistograms(metric, position) as undefined;
    if (window.floats > 0) return ofValues(floatsOf(window));
    const histograms = histogramsOf(window);
    const hints = new Set(histograms.map((each) => each.hint));
    try {
      const { value, reconciled } = ofHistograms(histograms);
      if (hints.has("reset") && hints.has("not_reset")) notes.collidingResets("aggregation", position);
      if (reconciled) notes.mismatchedBounds("aggregation", position);
      return value;
    } catch (error) {
      if (!(error instanceof IncompatibleSchemas)) throw error;
      return notes.mixedSchemas(metric, position) as undefined;
    }
  };

export const sumOverTime = ofEither(
  (values) => {
    const sum = new KahanSum();
    for (const value of values) sum.add(value);
    return sum.value;
  },
  ([first, ...rest]) => {
    const sum = new HistogramSum(first as Histogram);
    for (const each of rest) sum.add(each);
    return sum;
  },
);

export const avgOverTime = ofEither(
  (values) => {
    const mean = new Mean();
    for (const value of values) mean.add(value);
    return mean.value;
  },
  ([first, ...rest]) => {
    const mean = new HistogramMean(first as Histogram);
    for (const each of rest) mean.add(each);
    return mean;
  },
);

export const countOverTime: RangeFunction = (window) => window.floats + window.histograms;
export const presentOverTime: RangeFunction = () => 1;

/** @param wins whether a value takes the place of the best so far */
function bestIndex(values: Float64Array, wins: (value: number, best: number) => boolean): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) {
    const champion = values[best] as number;
    if (wins(values[i] as number, champion) || Number.isNaN(champion)) best = i;
  }
  return best;
}

const best = (wins: (value: number, best: number) => boolean) =>
  ofFloats((values) => values[bestIndex(values, wins)] as number);
const timeOfBest = (wins: (value: number, best: number) => boolean) =>
  ofFloats(
    (values, { series, firstFloat }) => (series.times[firstFloat + bestIndex(values, wins)] as number) / 1000,
  );

export const maxOverTime = best((value, most) => value > most);
export const minOverTime = best((value, least) => value < least);
export const tsOfMaxOverTime = timeOfBest((value, most) => value >= most);
export const tsOfMinOverTime = timeOfBest((value, least) => value <= least);

export const quantileOverTime = ofFloats((values, window) => {
  const [quantile = Number.NaN] = window.parameters;
  if (!isQuantile(quantile)) window.notes.invalidQuantile(quantile, window.position);
  return quantileOf(quantile, sortedValues(values));
});

/** Median of the distances from the median. */
export const madOverTime = ofFloats((values) => {
  const median = quantileOf(0.5, sortedValues(values));
  return quantileOf(0.5, sortedValues(values.map((value) => Math.abs(value - median))));
});

/** Source: Welford, "Note on a Method for Calculating Corrected Sums of Squares and Products" (1962) */
function variance(values: Float64Array): number {
  const mean = new KahanSum();
  const squares = new KahanSum();
  let count = 0;
  for (const value of values) {
    count++;
    const distance = value - (mean.sum + mean.compensation);
    mean.add(distance / count);
    squares.add(distance * (value - (mean.sum + mean.compensation)));
  }
  return (squares.sum + squares.compensation) / count;
}

export const stdvarOverTime = ofFloats(variance);
export const stddevOverTime = ofFloats((values) => Math.sqrt(variance(values)));

const firstTimeOf = ({ series, firstFloat, endFloat, firstHistogram, endHistogram }: Window) => ({
  floatTime: firstFloat < endFloat ? (series.times[firstFloat] as number) : Infinity,
  histogramTime: firstHistogram < endHistogram ? (series.histogramTimes[firstHistogram] as number) : Infinity,
});
const lastTimeOf = ({ series, firstFloat, endFloat, firstHistogram, endHistogram }: Window) => ({
  floatTime: firstFloat < endFloat ? (series.times[endFloat - 1] as number) : -Infinity,
  histogramTime:
    firstHistogram < endHistogram ? (series.histogramTimes[endHistogram - 1] as number) : -Infinity,
});

export const firstOverTime: RangeFunction = (window) => {
  const { floatTime, histogramTime } = firstTimeOf(window);
  if (floatTime < histogramTime) return window.series.values[window.firstFloat];
  return window.series.histograms[window.firstHistogram];
};

export const lastOverTime: RangeFunction = (window) => {
  const { floatTime, histogramTime } = lastTimeOf(window);
  if (floatTime > histogramTime) return window.series.values[window.endFloat - 1];
  return window.series.histograms[window.endHistogram - 1];
};

export const tsOfFirstOverTime: RangeFunction = (window) => {
  const { floatTime, histogramTime } = firstTimeOf(window);
  return Math.min(floatTime, histogramTime) / 1000;
};

export const tsOfLastOverTime: RangeFunction = (window) => {
  const { floatTime, histogramTime } = lastTimeOf(window);
  return Math.max(floatTime, histogramTime) / 1000;
};
