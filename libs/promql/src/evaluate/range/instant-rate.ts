import { divideHistogram, IncompatibleSchemas, subtractHistograms } from "../../histogram/arithmetic.ts";
import { compact, type Histogram } from "../../histogram/histogram.ts";
import { isReset } from "../../histogram/reset.ts";
import { isStartReset } from "./start-time.ts";
import type { RangeFunction, Window } from "./window.ts";

/** A sample of either kind: where it stands in its column. */
interface Point {
  readonly time: number;
  readonly index: number;
  readonly value: number | Histogram;
}

export const irate: RangeFunction = (window) => lastChange(window, true);
export const idelta: RangeFunction = (window) => lastChange(window, false);

/** Between the last two samples. */
function lastChange(window: Window, isRate: boolean): number | Histogram | undefined {
  const [previous, current] = lastTwo(window);
  if (!previous || !current) return undefined;
  const ms = current.time - previous.time;
  if (ms === 0) return undefined;
  if (typeof previous.value !== typeof current.value) {
    window.notes.mixedFloatsAndHistograms(window.metric, window.position);
    return undefined;
  }
  const change =
    typeof current.value === "number"
      ? floatChange(window, previous, current, isRate)
      : histogramChange(window, previous, current, isRate);
  if (change === undefined || !isRate) return change;
  return typeof change === "number" ? change / (ms / 1000) : divideHistogram(change, ms / 1000);
}

function lastTwo({
  series,
  firstFloat,
  endFloat,
  firstHistogram,
  endHistogram,
}: Window): (Point | undefined)[] {
  const points: Point[] = [];
  for (let i = Math.max(firstFloat, endFloat - 2); i < endFloat; i++) {
    points.push({ time: series.times[i] as number, index: i, value: series.values[i] as number });
  }
  for (let i = Math.max(firstHistogram, endHistogram - 2); i < endHistogram; i++) {
    points.push({
      time: series.histogramTimes[i] as number,
      index: i,
      value: series.histograms[i] as Histogram,
    });
  }
  const last = points.toSorted((a, b) => a.time - b.time).slice(-2);
  return last.length === 2 ? last : [];
}

function floatChange({ series }: Window, previous: Point, current: Point, isRate: boolean): number {
  const [before, now] = [previous.value as number, current.value as number];
  const { startTimes, times } = series;
  const reset = now < before || (startTimes !== undefined && isStartReset(startTimes, times, current.index));
  return isRate && reset ? now : now - before;
}

function histogramChange(
  window: Window,
  previous: Point,
  current: Point,
  isRate: boolean,
): Histogram | undefined {
  const { notes, metric, position, series } = window;
  const [before, now] = [previous.value as Histogram, current.value as Histogram];
  const gauges = [before, now].filter((each) => each.hint === "gauge").length;
  if (isRate && gauges > 0) notes.histogramNotCounter(metric, position);
  if (!isRate && gauges < 2) notes.histogramNotGauge(metric, position);
  const { histogramStartTimes: starts, histogramTimes: times } = series;
  const reset = (starts !== undefined && isStartReset(starts, times, current.index)) || isReset(now, before);
  if (isRate && reset) return compact({ ...now, hint: "gauge" });
  try {
    const difference = subtractHistograms(now, before);
    if (difference.reconciled) notes.mismatchedBounds("subtraction", position);
    return compact({ ...difference.histogram, hint: "gauge" });
  } catch (error) {
    if (!(error instanceof IncompatibleSchemas)) throw error;
    notes.mixedSchemas(metric, position);
    return undefined;
  }
}
