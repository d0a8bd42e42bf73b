import { compact, type Histogram } from "../histogram/histogram.ts";
import { printHistogram } from "../histogram/print.ts";
import type { Labels } from "../labels.ts";
import { absent, float, type Row } from "../evaluate/rows.ts";
import type { Point } from "./series-text.ts";

const epsilon = 1e-6;
const smallestNormal = 2.2250738585072014e-308;

/** The tolerance of Prometheus's own runner. */
export function almostEqual(a: number, b: number): boolean {
  if (Number.isNaN(a) && Number.isNaN(b)) return true;
  if (a === b) return true;
  const sum = Math.abs(a) + Math.abs(b);
  const difference = Math.abs(a - b);
  if (a === 0 || b === 0 || sum < smallestNormal) return difference < epsilon * smallestNormal;
  return difference / Math.min(sum, Number.MAX_VALUE) < epsilon;
}

const describe = (value: number | Histogram | undefined): string =>
  typeof value === "object" ? JSON.stringify({ ...value, text: printHistogram(value) }) : String(value);

/** @returns what differs; undefined when nothing does */
export function comparePoint(expected: Point, got: number | Histogram | undefined): string | undefined {
  const wanted = typeof expected === "object" ? expected.histogram : expected;
  const differs = `expected ${describe(wanted as number)} but got ${describe(got)}`;
  if (expected === undefined || got === undefined) return expected === got ? undefined : differs;
  if (typeof expected === "number")
    return typeof got === "number" && almostEqual(expected, got) ? undefined : differs;
  if (typeof expected === "string" || typeof got === "number") return differs;
  return sameHistogram(compact(expected.histogram), compact(got), expected.saysHint) ? undefined : differs;
}

function sameHistogram(a: Histogram, b: Histogram, withHint: boolean): boolean {
  const numbers = (x: readonly number[], y: readonly number[]) =>
    x.length === y.length && x.every((value, i) => almostEqual(value, y[i] as number));
  return (
    a.schema === b.schema &&
    almostEqual(a.count, b.count) &&
    almostEqual(a.sum, b.sum) &&
    a.zeroThreshold === b.zeroThreshold &&
    almostEqual(a.zeroCount, b.zeroCount) &&
    numbers(a.bounds, b.bounds) &&
    numbers(a.positive.indices, b.positive.indices) &&
    numbers(a.positive.counts, b.positive.counts) &&
    numbers(a.negative.indices, b.negative.indices) &&
    numbers(a.negative.counts, b.negative.counts) &&
    (!withHint || a.hint === b.hint)
  );
}

function sampleAt({ kinds, values, histograms }: Row, step: number): number | Histogram | undefined {
  if (kinds[step] === absent) return undefined;
  return kinds[step] === float ? values[step] : histograms?.[step];
}

/** Compares rows with what is expected of them at so many steps from `first` on. */
export function compareRows(
  expected: readonly { labels: Labels; points: readonly Point[] }[],
  rows: readonly Row[],
  steps: number,
  first = 0,
): string | undefined {
  const byKey = new Map(expected.map((each) => [each.labels.key, each.points]));
  const present = rows.filter((row) =>
    row.kinds.subarray(first, first + steps).some((kind) => kind !== absent),
  );
  for (const row of present) {
    const points = byKey.get(row.labels.key);
    if (!points) return `unexpected ${row.labels.toString()} in the result`;
    if (points.length > steps) return `${points.length} points are expected of ${steps} steps`;
    for (let step = 0; step < steps; step++) {
      const difference = comparePoint(points[step], sampleAt(row, first + step));
      if (difference) return `${row.labels.toString()} at step ${step}: ${difference}`;
    }
    byKey.delete(row.labels.key);
  }
  const missing = [...byKey].filter(([, points]) => points.some((point) => point !== undefined));
  return missing.length === 0 ? undefined : `${missing.length} expected series not found`;
}
