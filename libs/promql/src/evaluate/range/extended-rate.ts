import { EvaluationError } from "../../errors.ts";
import { countUntil, type SampleSeries } from "../series.ts";
import type { Window } from "./window.ts";

/** Which functions may be asked for with `anchored` and `smoothed`. */
export const extensible = {
  anchored: ["changes", "delta", "increase", "rate", "resets"],
  smoothed: ["delta", "increase", "rate"],
} as const;

/** Change between the ends of the range themselves: `anchored` takes the samples before them, `smoothed`
 *  interpolates.
 *  Source: https://github.com/prometheus/proposals, PROM-52 */
export function extendedRate(window: Window, isCounter: boolean, perSecond: boolean): number | undefined {
  if (window.histograms > 0) {
    throw new EvaluationError("smoothed and anchored modifiers do not work with native histograms");
  }
  const ends = endsOf(window, isCounter);
  if (!ends) return undefined;
  const { left, right, inner } = ends;
  let change = right - left;
  if (isCounter) change += lostToResets(left, right, inner);
  return perSecond ? change / (window.rangeMs / 1000) : change;
}

interface Ends {
  readonly left: number;
  readonly right: number;
  /** Values strictly within the range. */
  readonly inner: Float64Array;
  readonly innerTimes: Float64Array;
}

/** @returns undefined when no sample lies in the range */
export function endsOf(window: Window, isCounter: boolean): Ends | undefined {
  const { times, values } = window.series;
  const { start, end, firstFloat, endFloat } = window;
  const smoothed = window.extension === "smoothed";
  if (firstFloat === endFloat) return undefined;
  const first = Math.max(firstFloat, Math.min(countUntil(times, start), endFloat - 1) - 1);
  let last = endFloat - 1;
  if (smoothed) {
    const after = countUntil(times, end);
    const atEnd = after > firstFloat && times[after - 1] === end ? after - 1 : after;
    last = Math.min(last, Math.max(atEnd, firstFloat));
  }
  if ((times[last] as number) <= start) return undefined;
  const left =
    smoothed && (times[first] as number) < start
      ? between(window.series, first, start, isCounter)
      : (values[first] as number);
  const right =
    smoothed && last > firstFloat && (times[last] as number) > end
      ? between(window.series, last - 1, end, isCounter)
      : (values[last] as number);
  const from = (times[first] as number) <= start ? first + 1 : first;
  const to = (times[last] as number) >= end ? last : last + 1;
  const clamped = Math.max(from, to);
  return { left, right, inner: values.subarray(from, clamped), innerTimes: times.subarray(from, clamped) };
}

/** The value at a time between a sample and the next one. A counter that fell began at 0. */
export function between(
  { times, values }: SampleSeries,
  index: number,
  time: number,
  isCounter: boolean,
): number {
  const next = values[index + 1] as number;
  const fell = isCounter && next < (values[index] as number);
  const before = fell ? 0 : (values[index] as number);
  const [from, to] = [times[index] as number, times[index + 1] as number];
  return before + ((next - before) * (time - from)) / (to - from);
}

function lostToResets(left: number, right: number, inner: Float64Array): number {
  let lost = 0;
  let previous = left;
  for (const value of inner) {
    if (value < previous) lost += previous;
    previous = value;
  }
  return right < previous ? lost + previous : lost;
}

/** `changes` and `resets` begin with the last sample before the range, when they are anchored.
 *  @returns the first sample that counts; undefined when none lies in the range */
export function anchoredFirst(window: Window): number | undefined {
  if (window.extension !== "anchored") return window.firstFloat;
  const { times } = window.series;
  const last = window.endFloat - 1;
  if (last < window.firstFloat || (times[last] as number) <= window.start) return undefined;
  return Math.max(window.firstFloat, Math.min(countUntil(times, window.start), last) - 1);
}
