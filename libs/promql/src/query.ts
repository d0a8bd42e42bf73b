import type { Annotations } from "./evaluate/annotations.ts";
import { Notes } from "./evaluate/annotations.ts";
import type { Context, Value } from "./evaluate/context.ts";
import { evaluate, rangeVector } from "./evaluate/evaluate.ts";
import { type Grid, gridOf, type QueryRange } from "./evaluate/grid.ts";
import { loadSeries } from "./evaluate/load.ts";
import { Pace } from "./evaluate/pace.ts";
import { endsOf } from "./evaluate/range/extended-rate.ts";
import type { RangeSeries, RangeVector } from "./evaluate/range/call.ts";
import { Window } from "./evaluate/range/window.ts";
import { isEmptyRow, mergeRows, type Row } from "./evaluate/rows.ts";
import { countUntil, type SampleSeries, type SeriesSource } from "./evaluate/series.ts";
import { EvaluationError } from "./errors.ts";
import { compareLabels, Labels } from "./labels.ts";
import { nameOfType, typeOf } from "./parse/check.ts";
import { parse } from "./parse/parse.ts";
import { type Expression, unwrapped } from "./syntax/expression.ts";

export interface QueryOptions {
  readonly source: SeriesSource;
  readonly signal: AbortSignal;
  /** How long a sample stands for its series. */
  readonly lookbackMs?: number;
  /** Step of a subquery that does not say its own. */
  readonly defaultStepMs?: number;
  readonly timeoutMs?: number;
  /** Samples, read and computed, that may be held at once. */
  readonly mostSamples?: number;
}

/** What an instant query gives. Rows have one step; the series of a matrix are cut to their range. */
export type InstantResult =
  | { readonly type: "scalar"; readonly value: number }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "vector"; readonly rows: readonly Row[] }
  | { readonly type: "matrix"; readonly series: readonly SampleSeries[] };

export interface Answer<Result> {
  readonly result: Result;
  /** @param limit of warnings and of infos; 0: no limit */
  readonly annotations: (limit?: number) => Annotations;
}

export interface RangeResult {
  readonly grid: Grid;
  /** In the order of their labels. */
  readonly rows: readonly Row[];
}

/** Evaluates a query at one time, milliseconds since 1970.
 *  @throws ParseError, EvaluationError, and what the source throws */
export async function instantQuery(
  query: string,
  time: number,
  options: QueryOptions,
): Promise<Answer<InstantResult>> {
  const expression = parse(query);
  const run = await prepare(expression, gridOf(time, time, 0), { start: time, end: time, step: 0 }, options);
  const result = await run(async (context) => {
    const inner = unwrapped(expression);
    if (inner.kind === "matrix" || inner.kind === "subquery") {
      return matrixOf(await rangeVector(inner, context), context);
    }
    return instantResult(await evaluate(expression, context));
  });
  return { result: result.value, annotations: (limit) => result.notes.texts(query, limit) };
}

/** Evaluates a query at `start`, `start + step`, … up to `end`, milliseconds since 1970.
 *  @throws ParseError, EvaluationError, and what the source throws */
export async function rangeQuery(
  query: string,
  range: QueryRange,
  options: QueryOptions,
): Promise<Answer<RangeResult>> {
  const expression = parse(query);
  const type = typeOf(expression);
  if (type !== "scalar" && type !== "vector") {
    throw new EvaluationError(
      `invalid expression type ${JSON.stringify(nameOfType(type))} for range query, must be Scalar or instant Vector`,
      "invalid",
    );
  }
  const grid = gridOf(range.start, range.end, range.step);
  const run = await prepare(expression, grid, range, options);
  const { value, notes } = await run((context) => evaluate(expression, context));
  const rows =
    value.type === "vector" ? named(value.rows) : value.type === "scalar" ? [scalarRow(value.values)] : [];
  return {
    result: { grid, rows: rows.toSorted((a, b) => compareLabels(a.labels, b.labels)) },
    annotations: (limit) => notes.texts(query, limit),
  };
}

const defaults = { lookbackMs: 300_000, defaultStepMs: 60_000, timeoutMs: 120_000, mostSamples: 50_000_000 };

async function prepare(expression: Expression, grid: Grid, query: QueryRange, options: QueryOptions) {
  const { lookbackMs, defaultStepMs, timeoutMs, mostSamples } = { ...defaults, ...options };
  const { source, signal } = options;
  const pace = new Pace(signal, performance.now() + timeoutMs, mostSamples);
  const shared = { query, lookbackMs, defaultStepMs, pace };
  const series = await loadSeries(expression, grid, source, signal, shared);
  const notes = new Notes();
  const context: Context = { ...shared, grid, isInstant: query.step === 0, notes, series };
  return async <T>(work: (context: Context) => Promise<T>) => ({ value: await work(context), notes });
}

function instantResult(value: Value): InstantResult {
  switch (value.type) {
    case "scalar":
      return { type: "scalar", value: value.values[0] ?? Number.NaN };
    case "string":
      return value;
    case "vector":
      return { type: "vector", rows: named(value.rows) };
  }
}

/** Takes away names that no longer hold; what has the same labels then is put together. */
function named(rows: readonly Row[]): readonly Row[] {
  const kept = rows.filter((row) => !isEmptyRow(row));
  return mergeRows(
    kept.map(({ labels, dropName, kinds, values, histograms }) => ({
      labels: dropName ? labels.withoutDescription() : labels,
      dropName: false,
      kinds,
      values,
      histograms,
    })),
  );
}

function scalarRow(values: Float64Array): Row {
  return {
    labels: Labels.empty,
    dropName: false,
    kinds: new Uint8Array(values.length).fill(1),
    values,
    histograms: undefined,
  };
}

function matrixOf(vector: RangeVector, context: Context): InstantResult {
  const end = vector.endAt(0);
  const start = end - vector.rangeMs;
  const series = vector.series
    .map((each) => cut(each, start, end, vector, context))
    .filter((each) => each.times.length + each.histogramTimes.length > 0);
  return { type: "matrix", series: series.toSorted((a, b) => compareLabels(a.labels, b.labels)) };
}

function cut(
  { samples, dropName }: RangeSeries,
  start: number,
  end: number,
  vector: RangeVector,
  context: Context,
): SampleSeries {
  const labels = dropName ? samples.labels.withoutDescription() : samples.labels;
  if (vector.extension) return { ...extended(samples, start, end, vector, context), labels };
  const within = (times: Float64Array) => [countUntil(times, start), countUntil(times, end)] as const;
  const [from, to] = within(samples.times);
  const [first, last] = within(samples.histogramTimes);
  return {
    labels,
    times: samples.times.subarray(from, to),
    values: samples.values.subarray(from, to),
    histogramTimes: samples.histogramTimes.subarray(first, last),
    histograms: samples.histograms.slice(first, last),
    staleTimes: new Float64Array(),
  };
}

/** With a value at each end of the range. */
function extended(
  samples: SampleSeries,
  start: number,
  end: number,
  vector: RangeVector,
  context: Context,
): SampleSeries {
  if (samples.histogramTimes.length > 0) {
    throw new EvaluationError("anchored modifier is not supported with histograms");
  }
  const window = new Window(samples, { ...vector, notes: context.notes });
  const after = vector.extension === "smoothed" ? context.lookbackMs : 0;
  window.start = start;
  window.end = end;
  window.firstFloat = countUntil(samples.times, start - context.lookbackMs);
  window.endFloat = countUntil(samples.times, end + after);
  const ends = endsOf(window, false);
  return {
    ...samples,
    times: ends ? Float64Array.from([start, ...ends.innerTimes, end]) : new Float64Array(),
    values: ends ? Float64Array.from([ends.left, ...ends.inner, ends.right]) : new Float64Array(),
  };
}
