import { IncompatibleSchemas, scaleHistogram } from "../../histogram/arithmetic.ts";
import type { Histogram } from "../../histogram/histogram.ts";
import { extendedRate } from "./extended-rate.ts";
import { histogramIncrease } from "./histogram-rate.ts";
import { isStartReset } from "./start-time.ts";
import type { RangeFunction, Window } from "./window.ts";

/** What the samples of a window tell, before it is spread over the whole range. */
interface Measured {
  readonly increase: number | Histogram;
  /** Value of the first sample: a counter did not begin below 0. */
  readonly first: number;
  readonly firstTime: number;
  readonly lastTime: number;
  /** Distances between samples. */
  readonly gaps: number;
  /** When the counter began, if that was within the range; 0 otherwise. */
  readonly began: number;
}

export const rate: RangeFunction = (window) => extrapolated(window, true, true);
export const increase: RangeFunction = (window) => extrapolated(window, true, false);
export const delta: RangeFunction = (window) => extrapolated(window, false, false);

/** Spreads the change between the first and the last sample over the range: up to its ends where samples come near
 *  to them, otherwise by half of the usual distance. */
function extrapolated(
  window: Window,
  isCounter: boolean,
  perSecond: boolean,
): number | Histogram | undefined {
  if (window.extension) return extendedRate(window, isCounter, perSecond);
  if (window.floats > 0 && window.histograms > 0) {
    window.notes.mixedFloatsAndHistograms(window.metric, window.position);
    return undefined;
  }
  const measured =
    window.floats > 0 ? measureFloats(window, isCounter) : measureHistograms(window, isCounter);
  if (!measured) return undefined;
  const factor = factorOf(measured, window, isCounter) / (perSecond ? window.rangeMs / 1000 : 1);
  const { increase: change } = measured;
  return typeof change === "number" ? change * factor : scaleHistogram(change, factor);
}

function factorOf(measured: Measured, { start, end }: Window, isCounter: boolean): number {
  const { firstTime, lastTime, gaps, began, increase: change, first } = measured;
  const sampled = (lastTime - firstTime) / 1000;
  const gap = gaps === 0 ? 0 : sampled / gaps;
  const near = gap * 1.1;
  const known = began === 0 ? sampled : (lastTime - began) / 1000;
  let toStart = 0;
  if (began === 0) {
    toStart = (firstTime - start) / 1000;
    if (toStart >= near) toStart = gap / 2;
    const total = typeof change === "number" ? change : change.count;
    if (isCounter && total > 0 && first >= 0) toStart = Math.min(toStart, sampled * (first / total));
  }
  let toEnd = (end - lastTime) / 1000;
  if (toEnd >= near) toEnd = gap / 2;
  return (known + toStart + toEnd) / known;
}

function measureFloats(window: Window, isCounter: boolean): Measured | undefined {
  const { times, values, startTimes } = window.series;
  const { firstFloat: from, endFloat: to } = window;
  const began = isCounter ? beginning(startTimes, times, from, window.start) : 0;
  if (to - from < (began === 0 ? 2 : 1)) return undefined;
  const first = values[from] as number;
  let change = (values[to - 1] as number) - (began === 0 ? first : 0);
  if (isCounter) {
    for (let i = from + 1; i < to; i++) {
      const before = values[i - 1] as number;
      if ((values[i] as number) < before || (startTimes && isStartReset(startTimes, times, i)))
        change += before;
    }
    if (startTimes) noteOverlaps(window, startTimes, times, from, to);
  }
  return {
    increase: change,
    first,
    firstTime: times[from] as number,
    lastTime: times[to - 1] as number,
    gaps: to - from - 1,
    began,
  };
}

function measureHistograms(window: Window, isCounter: boolean): Measured | undefined {
  const { histogramTimes: times, histograms, histogramStartTimes: startTimes } = window.series;
  const { firstHistogram: from, endHistogram: to } = window;
  const began = isCounter ? beginning(startTimes, times, from, window.start) : 0;
  if (to - from < (began === 0 ? 2 : 1)) return undefined;
  try {
    const change = histogramIncrease(window, isCounter, began !== 0);
    if (!change) return undefined;
    return {
      increase: change,
      first: (histograms[from] as Histogram).count,
      firstTime: times[from] as number,
      lastTime: times[to - 1] as number,
      gaps: to - from - 1,
      began,
    };
  } catch (error) {
    if (!(error instanceof IncompatibleSchemas)) throw error;
    window.notes.mixedSchemas(window.metric, window.position);
    return undefined;
  }
}

/** When the counter of the first sample began, if it is known that this was within the range. */
function beginning(
  startTimes: Float64Array | undefined,
  times: Float64Array,
  first: number,
  after: number,
): number {
  const began = startTimes?.[first] ?? 0;
  return began > after && began < (times[first] as number) ? began : 0;
}

function noteOverlaps(
  window: Window,
  startTimes: Float64Array,
  times: Float64Array,
  from: number,
  to: number,
): void {
  for (let i = from + 1; i < to; i++) {
    const began = startTimes[i] as number;
    if (began !== 0 && began < (times[i - 1] as number) && began !== startTimes[i - 1]) {
      return window.notes.overlappingStart(window.metric, window.position);
    }
  }
}
