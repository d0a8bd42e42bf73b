import { EvaluationError } from "../../errors.ts";
import { KahanSum } from "../../kahan.ts";
import type { RangeFunction, Window } from "./window.ts";

/** Least squares over time.
 *  @param origin the time at which the intercept is taken, milliseconds
 *  @returns slope per second, and the value at `origin` */
function regression(window: Window, origin: number): { slope: number; intercept: number } {
  const { times, values } = window.series;
  const [x, y, xy, x2] = [new KahanSum(), new KahanSum(), new KahanSum(), new KahanSum()];
  const first = values[window.firstFloat] as number;
  let isConstant = true;
  for (let i = window.firstFloat; i < window.endFloat; i++) {
    const value = values[i] as number;
    const seconds = ((times[i] as number) - origin) / 1000;
    if (value !== first) isConstant = false;
    x.add(seconds);
    y.add(value);
    xy.add(seconds * value);
    x2.add(seconds * seconds);
  }
  if (isConstant) {
    return Number.isFinite(first)
      ? { slope: 0, intercept: first }
      : { slope: Number.NaN, intercept: Number.NaN };
  }
  const count = window.floats;
  const covariance = xy.value - (x.value * y.value) / count;
  const variance = x2.value - (x.value * x.value) / count;
  const slope = covariance / variance;
  return { slope, intercept: y.value / count - (slope * x.value) / count };
}

/** @returns whether there are enough floats; histograms beside at least one are told to be ignored */
function hasTwoFloats(window: Window): boolean {
  if (window.floats > 0) window.noteIgnoredHistograms();
  return window.floats >= 2;
}

export const deriv: RangeFunction = (window) =>
  hasTwoFloats(window)
    ? regression(window, window.series.times[window.firstFloat] as number).slope
    : undefined;

export const predictLinear: RangeFunction = (window) => {
  if (!hasTwoFloats(window)) return undefined;
  const { slope, intercept } = regression(window, window.time);
  return slope * (window.parameters[0] ?? Number.NaN) + intercept;
};

/** Source: https://en.wikipedia.org/wiki/Exponential_smoothing#Double_exponential_smoothing_(Holt_linear) */
export const doubleExponentialSmoothing: RangeFunction = (window) => {
  const [smoothing = Number.NaN, trendFactor = Number.NaN] = window.parameters;
  requireFactor("smoothing", smoothing, "sf");
  requireFactor("trend", trendFactor, "tf");
  if (!hasTwoFloats(window)) return undefined;
  const values = window.series.values.subarray(window.firstFloat, window.endFloat);
  let previous = 0;
  let level = values[0] as number;
  let trend = (values[1] as number) - level;
  for (let i = 1; i < values.length; i++) {
    if (i > 1) trend = trendFactor * (level - previous) + (1 - trendFactor) * trend;
    const next = smoothing * (values[i] as number) + (1 - smoothing) * (level + trend);
    previous = level;
    level = next;
  }
  return level;
};

function requireFactor(name: string, factor: number, letter: string): void {
  if (factor > 0 && factor < 1) return;
  throw new EvaluationError(
    `invalid ${name} factor. Expected: 0 < ${letter} < 1, got: ${Number.isNaN(factor) ? "NaN" : factor.toFixed(6)}`,
  );
}
