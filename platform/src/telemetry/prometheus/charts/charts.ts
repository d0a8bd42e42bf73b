import { setImmediate } from "node:timers/promises";
import { EvaluationError, float, ParseError, type QueryRange, rangeQuery, type Row } from "@naru/promql";
import type { z } from "zod";
import { gridOf, type Window, windowOf } from "#telemetry/query/index.ts";
import type { ChartAnswer, promql } from "../api.ts";
import { type Evaluator, queryOptions } from "../evaluator.ts";
import { type Expanded, withIntervals } from "./intervals.ts";
import { legendNames } from "./legend.ts";

type Input = z.output<typeof promql.input>;
type Query = Input["queries"][number];

const pixelsAPoint = 3;
/** Values that one answer may have. */
const mostValues = 500_000;
const mostAnnotations = 10;

/** Carries out the queries of a chart, one after another: together they would hold the memory of all. */
export async function charts(evaluator: Evaluator, input: Input, now: number) {
  const window = windowOf(input, now);
  const grid = gridOf(window, input.width / pixelsAPoint, input.leastStepSeconds);
  const times = grid.times.filter((time) => time >= window.from);
  const step = grid.stepSeconds * 1000;
  const over = { start: times[0] ?? window.from, end: times.at(-1) ?? window.from, step };
  const intervals = {
    step: grid.stepSeconds,
    collectedEvery: input.collectedEverySeconds,
    range: Math.max(1, Math.round((window.to - window.from) / 1000)),
  };
  const most = Math.floor(mostValues / Math.max(1, times.length) / input.queries.length);
  const limit = Math.max(1, Math.min(input.maxSeries, most));
  const answers: ChartAnswer[] = [];
  for (const query of input.queries) {
    const expanded = withIntervals(query.expr, intervals);
    const asked = query.instant ? atEnd(window) : over;
    answers.push(await answerTo(query, expanded, asked, limit, evaluator));
    await setImmediate();
  }
  return { stepSeconds: grid.stepSeconds, times, answers };
}

const atEnd = ({ to }: Window): QueryRange => ({ start: to, end: to, step: 1000 });

async function answerTo(
  { legend }: Query,
  expanded: Expanded,
  range: QueryRange,
  limit: number,
  evaluator: Evaluator,
): Promise<ChartAnswer> {
  try {
    const { result, annotations } = await rangeQuery(expanded.text, range, queryOptions(evaluator));
    const kept = greatest(result.rows, limit);
    const names = legendNames(
      legend,
      kept.map(({ labels }) => labels),
    );
    return {
      series: kept.map((row, i) => ({
        name: names[i] ?? "",
        labels: Object.fromEntries(row.labels),
        values: valuesOf(row),
      })),
      moreSeries: result.rows.length - kept.length,
      warnings: [...annotations(mostAnnotations).warnings],
      error: null,
    };
  } catch (cause) {
    return { series: [], moreSeries: 0, warnings: [], error: errorOf(cause, expanded) };
  }
}

/** What is wrong with a query is told in its answer; everything else goes to where all errors are told. */
function errorOf(cause: unknown, { origin }: Expanded): NonNullable<ChartAnswer["error"]> {
  if (cause instanceof ParseError) {
    const { start, end } = cause.position;
    const message = cause.message.replace(/^\d+:\d+: parse error: /, "");
    return { message, position: { start: origin(start), end: origin(end) } };
  }
  if (cause instanceof EvaluationError && cause.reason !== "canceled") {
    return { message: cause.message, position: null };
  }
  throw cause;
}

/** The series with the greatest values, in the order of their labels. */
function greatest(rows: readonly Row[], limit: number): readonly Row[] {
  if (rows.length <= limit) return rows;
  const sizes = new Map(rows.map((row) => [row, sizeOf(row)]));
  const kept = rows.toSorted((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0)).slice(0, limit);
  const chosen = new Set(kept);
  return rows.filter((row) => chosen.has(row));
}

function sizeOf({ kinds, values }: Row): number {
  let size = 0;
  for (let i = 0; i < kinds.length; i++) {
    const value = values[i] ?? 0;
    if (kinds[i] === float && Number.isFinite(value)) size += Math.abs(value);
  }
  return size;
}

const valuesOf = ({ kinds, values }: Row): (number | null)[] =>
  Array.from(values, (value, i) => (kinds[i] === float && Number.isFinite(value) ? value : null));
