import { compact, equalHistograms, type Histogram } from "../../histogram/histogram.ts";
import { isReset } from "../../histogram/reset.ts";
import { anchoredFirst } from "./extended-rate.ts";
import { isStartReset } from "./start-time.ts";
import type { RangeFunction, Window } from "./window.ts";

/** Two samples that follow each other; the index is that of the later one in its column. */
type Counts = (previous: number | Histogram, current: number | Histogram, index: number) => boolean;

/** How many pairs of neighbours count, floats and histograms in the order of time. */
function countPairs(window: Window, counts: Counts): number | undefined {
  const { times, values, histogramTimes, histograms } = window.series;
  const first = anchoredFirst(window);
  if (first === undefined) return undefined;
  let total = 0;
  let previous: number | Histogram | undefined;
  for (let f = first, h = window.firstHistogram; f < window.endFloat || h < window.endHistogram;) {
    const floatNext =
      h >= window.endHistogram ||
      (f < window.endFloat && (times[f] as number) < (histogramTimes[h] as number));
    const index = floatNext ? f : h;
    const current = floatNext ? (values[f++] as number) : (histograms[h++] as Histogram);
    if (previous !== undefined && counts(previous, current, index)) total++;
    previous = current;
  }
  return total;
}

export const changes: RangeFunction = (window) =>
  countPairs(window, (previous, current) => {
    if (typeof previous === "number" && typeof current === "number") {
      return previous !== current && !(Number.isNaN(previous) && Number.isNaN(current));
    }
    if (typeof previous === "number" || typeof current === "number") return true;
    return !equalHistograms(compact(previous), compact(current));
  });

export const resets: RangeFunction = (window) => {
  const { startTimes, times, histogramStartTimes, histogramTimes } = window.series;
  return countPairs(window, (previous, current, index) => {
    if (typeof previous === "number" && typeof current === "number") {
      return current < previous || (startTimes !== undefined && isStartReset(startTimes, times, index));
    }
    if (typeof previous === "number" || typeof current === "number") return true;
    if (histogramStartTimes && isStartReset(histogramStartTimes, histogramTimes, index)) return true;
    return isReset(current, previous);
  });
};
