import type { Position } from "../../errors.ts";
import { allBuckets } from "../../histogram/bounds.ts";
import { classicFraction, type ClassicBucket, classicQuantile } from "../../histogram/classic.ts";
import { type Histogram, isCustom } from "../../histogram/histogram.ts";
import { histogramFraction, histogramQuantile } from "../../histogram/quantile.ts";
import { KahanSum } from "../../kahan.ts";
import { bucketLabel, type Labels, metricName } from "../../labels.ts";
import { formatShort, parseFloatText } from "../../number.ts";
import type { Context } from "../context.ts";
import { isQuantile } from "../quantile.ts";
import { float, histogram, type Row, RowBuilder } from "../rows.ts";

/** Functions of one native histogram, by name. */
export const histogramFunctions: Readonly<Record<string, (value: Histogram) => number>> = {
  histogram_avg: ({ sum, count }) => sum / count,
  histogram_count: ({ count }) => count,
  histogram_stddev: (value) => Math.sqrt(variance(value)),
  histogram_stdvar: variance,
  histogram_sum: ({ sum }) => sum,
};

/** Each bucket counts with the middle of its bounds: geometric, in the zero bucket 0, arithmetic in custom ones. */
function variance(value: Histogram): number {
  const mean = value.sum / value.count;
  const squares = new KahanSum();
  for (const { lower, upper, count } of allBuckets(value)) {
    if (count === 0) continue;
    const middle = isCustom(value)
      ? (upper + lower) / 2
      : lower <= 0 && upper >= 0
        ? 0
        : Math.sqrt(upper * lower) * (upper < 0 ? -1 : 1);
    squares.add(count * (middle - mean) ** 2);
  }
  return (squares.sum + squares.compensation) / value.count;
}

export function mapHistograms(row: Row, compute: (value: Histogram, step: number) => number): RowBuilder {
  const into = new RowBuilder(row.labels, row.kinds.length, true);
  for (let step = 0; step < row.kinds.length; step++) {
    if (row.kinds[step] === histogram)
      into.setFloat(step, compute(row.histograms?.[step] as Histogram, step));
  }
  return into;
}

/** Histograms of both sorts in a vector: native ones as they are, classic ones put together from their buckets. */
interface Found {
  readonly native: readonly Row[];
  readonly classic: readonly Classic[];
}

interface Classic {
  readonly labels: Labels;
  readonly metric: string;
  readonly key: string;
  readonly buckets: { readonly bound: number; readonly row: Row }[];
}

function findHistograms(rows: readonly Row[], { notes }: Context, position: Position): Found {
  const classic = new Map<string, Classic>();
  const withoutBound = new Set([bucketLabel]);
  const withoutName = new Set([bucketLabel, metricName]);
  for (const row of rows) {
    if (!row.kinds.includes(float)) continue;
    const text = row.labels.get(bucketLabel);
    const bound = parseFloatText(text);
    if (bound === undefined) {
      notes.badBucketLabel(row.labels.metric, text, position);
      continue;
    }
    const { key } = row.labels.drop(withoutBound);
    const known = classic.get(key) ?? {
      labels: row.labels.drop(withoutName),
      metric: row.labels.metric,
      key,
      buckets: [],
    };
    classic.set(key, known);
    known.buckets.push({ bound, row });
  }
  return { native: rows.filter((row) => row.kinds.includes(histogram)), classic: [...classic.values()] };
}

const bucketsAt = ({ buckets }: Classic, step: number): ClassicBucket[] =>
  buckets
    .filter(({ row }) => row.kinds[step] === float)
    .map(({ bound, row }) => ({ bound, count: row.values[step] as number }));

/** Where a native and a classic histogram of the same name and labels meet, neither counts. */
function compute(
  rows: readonly Row[],
  context: Context,
  position: Position,
  ofNative: (value: Histogram, metric: string, step: number) => number,
  ofClassic: (buckets: readonly ClassicBucket[], metric: string, step: number) => number,
  label: (labels: Labels) => Labels = (labels) => labels,
): Row[] {
  const { native, classic } = findHistograms(rows, context, position);
  const { steps } = context.grid;
  const byKey = new Map(classic.map((each) => [each.key, each]));
  const clashes = new Map<string, Uint8Array>();
  const result: RowBuilder[] = [];
  for (const row of native) {
    const { metric, key } = row.labels;
    const other = byKey.get(key);
    const into = new RowBuilder(label(row.labels), steps, true);
    for (let step = 0; step < steps; step++) {
      if (row.kinds[step] !== histogram) continue;
      if (other?.buckets.some(({ row: bucket }) => bucket.kinds[step] === float)) {
        context.notes.mixedClassicAndNative(metric, position);
        const clash = clashes.get(key) ?? new Uint8Array(steps);
        clash[step] = 1;
        clashes.set(key, clash);
      } else into.setFloat(step, ofNative(row.histograms?.[step] as Histogram, metric, step));
    }
    result.push(into);
  }
  for (const each of classic) {
    const into = new RowBuilder(label(each.labels), steps, true);
    for (let step = 0; step < steps; step++) {
      if (clashes.get(each.key)?.[step] === 1) continue;
      const buckets = bucketsAt(each, step);
      if (buckets.length > 0) into.setFloat(step, ofClassic(buckets, each.metric, step));
    }
    result.push(into);
  }
  return result.filter((row) => !row.isEmpty);
}

/** @param where positions of the quantile and of the vector in the query */
export function quantiles(
  rows: readonly Row[],
  wanted: Float64Array,
  context: Context,
  where: { readonly quantile: Position; readonly vector: Position },
  label?: (labels: Labels) => Labels,
): Row[] {
  const { notes } = context;
  for (const quantile of new Set(wanted)) {
    if (!isQuantile(quantile)) notes.invalidQuantile(quantile, where.quantile);
  }
  return compute(
    rows,
    context,
    where.vector,
    (value, metric, step) => {
      const found = histogramQuantile(wanted[step] as number, value);
      if (found.notNumbers === "result") notes.quantileIsNaN(metric, where.vector);
      if (found.notNumbers === "skewed") notes.quantileIsSkewed(metric, where.vector);
      return found.value;
    },
    (buckets, metric, step) => {
      const found = classicQuantile(wanted[step] as number, buckets);
      if (found.forced) notes.forcedMonotonicity(metric, where.vector);
      return found.value;
    },
    label,
  );
}

/** `histogram_quantiles`: several at once, told apart by a label. */
export function labelledQuantiles(
  rows: readonly Row[],
  label: string,
  wanted: readonly { readonly values: Float64Array; readonly position: Position }[],
  context: Context,
  vector: Position,
): Row[] {
  return wanted.flatMap(({ values, position }) => {
    const quantile = values[0] ?? Number.NaN;
    const name = Number.isInteger(quantile) ? `${quantile}.0` : formatShort(quantile);
    const places = { quantile: position, vector };
    return quantiles(rows, values, context, places, (labels) => labels.with(label, name));
  });
}

export function fractions(
  rows: readonly Row[],
  lower: Float64Array,
  upper: Float64Array,
  context: Context,
  vector: Position,
): Row[] {
  return compute(
    rows,
    context,
    vector,
    (value, metric, step) => {
      const found = histogramFraction(lower[step] as number, upper[step] as number, value);
      if (found.notNumbers) context.notes.fractionWithoutNaN(metric, vector);
      return found.value;
    },
    (buckets, _, step) => classicFraction(lower[step] as number, upper[step] as number, buckets),
  );
}
