import type { SeriesSource } from "../evaluate/series.ts";
import { EvaluationError, ParseError } from "../errors.ts";
import { Labels } from "../labels.ts";
import type { Expression } from "../syntax/expression.ts";
import { parse } from "../parse/parse.ts";
import { instantQuery, type InstantResult, rangeQuery } from "../query.ts";
import { compareRows, almostEqual, comparePoint } from "./compare.ts";
import type { Case, Command, Load } from "./script.ts";

/** Where the series of cases are put and asked for. */
export interface Store {
  readonly source: SeriesSource;
  /** @returns whether all of it could be kept */
  load(load: Load): Promise<boolean> | boolean;
  clear(): Promise<void> | void;
}

export interface Outcome {
  readonly case: Case;
  /** What went wrong; undefined when the case passed. */
  readonly difference: string | undefined;
  /** It asks for what Prometheus itself has behind a flag. */
  readonly needsFlag: boolean;
  /** The store could not keep all that was loaded for it. */
  readonly lacksData: boolean;
}

/** Runs the cases of a file one after the other, as Prometheus's own runner does: what is asked for at an instant is
 *  asked for as a range too. */
export async function runScript(commands: readonly Command[], store: Store): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let hasStarts = false;
  let lacksData = false;
  for (const command of commands) {
    if (command.kind === "clear") {
      hasStarts = false;
      lacksData = false;
      await store.clear();
    } else if (command.kind === "load") {
      hasStarts ||= command.series.some(({ starts }) => starts.length > 0);
      if (!(await store.load(command))) lacksData = true;
    } else {
      const difference = await runCase(command, store.source);
      outcomes.push({
        case: command,
        difference,
        needsFlag: hasStarts || asksForFlag(command.query),
        lacksData,
      });
    }
  }
  await store.clear();
  return outcomes;
}

const signal = new AbortController().signal;

async function runCase(each: Case, source: SeriesSource): Promise<string | undefined> {
  const failure = each.expectations.find(({ type }) => type === "fail");
  try {
    const difference = each.range ? await runRange(each, source) : await runInstant(each, source);
    return failure ? "expected to fail" : difference;
  } catch (error) {
    if (!(error instanceof EvaluationError) && !(error instanceof ParseError)) return (error as Error).stack;
    if (!failure) return `failed: ${error.message}`;
    return failure.fits(error.message) ? undefined : `failed otherwise: ${error.message}`;
  }
}

async function runRange(each: Case, source: SeriesSource): Promise<string | undefined> {
  const range = each.range as NonNullable<Case["range"]>;
  const { result, annotations } = await rangeQuery(each.query, range, { source, signal });
  return checkAnnotations(each, annotations()) ?? compareRows(each.series, result.rows, result.grid.steps);
}

async function runInstant(each: Case, source: SeriesSource): Promise<string | undefined> {
  const { result, annotations } = await instantQuery(each.query, each.time, { source, signal });
  const difference = checkAnnotations(each, annotations()) ?? compareInstant(each, result);
  if (difference !== undefined || each.matrix || each.text !== undefined) return difference;
  if (/(start|end|range|step)\(\)/.test(each.query)) return undefined;
  const around = { start: each.time - 60_000, end: each.time + 60_000, step: 60_000 };
  const ranged = await rangeQuery(each.query, around, { source, signal });
  if (each.expectations.some(({ type }) => type === "ordered")) return undefined;
  const expected =
    each.scalar === undefined ? each.series : [{ labels: Labels.empty, points: [each.scalar] }];
  const found = compareRows(expected, ranged.result.rows, 1, 1);
  return found && `as a range: ${found}`;
}

function compareInstant(each: Case, result: InstantResult): string | undefined {
  switch (result.type) {
    case "string":
      return result.value === each.text ? undefined : `expected ${each.text} but got ${result.value}`;
    case "scalar":
      if (each.scalar !== undefined && almostEqual(each.scalar, result.value)) return undefined;
      return `expected ${each.scalar} but got ${result.value}`;
    case "matrix":
      return compareMatrix(each, result.series);
    case "vector": {
      const ordered = each.expectations.some(({ type }) => type === "ordered");
      const order = result.rows.map((row) => row.labels.key).join("\n");
      if (ordered && order !== each.series.map(({ labels }) => labels.key).join("\n"))
        return `wrong order: ${order}`;
      return compareRows(each.series, result.rows, 1);
    }
  }
}

function compareMatrix(
  { matrix, series }: Case,
  found: (InstantResult & { type: "matrix" })["series"],
): string | undefined {
  if (!matrix) return "a matrix was not expected";
  if (found.length !== series.length) return `expected ${series.length} series but got ${found.length}`;
  for (const each of found) {
    const points = series.find(({ labels }) => labels.key === each.labels.key)?.points;
    if (!points) return `unexpected ${each.labels.toString()}`;
    for (const [i, point] of points.entries()) {
      const time = matrix.start + i * matrix.step;
      const at = each.times.indexOf(time);
      const histogram = each.histograms[each.histogramTimes.indexOf(time)];
      const difference = comparePoint(point, at === -1 ? histogram : each.values[at]);
      if (difference) return `${each.labels.toString()} at ${time}: ${difference}`;
    }
  }
  return undefined;
}

function checkAnnotations(
  { expectations }: Case,
  { warnings, infos }: { warnings: readonly string[]; infos: readonly string[] },
): string | undefined {
  for (const [type, texts] of [["warn", warnings] as const, ["info", infos] as const]) {
    const wanted = expectations.filter((each) => each.type === type);
    if (wanted.some((each) => !texts.some(each.fits))) return `no such ${type}: ${texts.join("; ")}`;
    if (wanted.length > 0 && texts.some((text) => !wanted.some((each) => each.fits(text))))
      return `unexpected ${type}: ${texts.join("; ")}`;
    if (expectations.some((each) => each.type === `no_${type}`) && texts.length > 0)
      return `unexpected ${type}: ${texts.join("; ")}`;
  }
  return undefined;
}

const experimental: ReadonlySet<string> = new Set([
  "double_exponential_smoothing",
  "end",
  "first_over_time",
  "histogram_quantiles",
  "info",
  "mad_over_time",
  "max_of",
  "min_of",
  "range",
  "sort_by_label",
  "sort_by_label_desc",
  "start",
  "start_timestamp",
  "step",
  "ts_of_first_over_time",
  "ts_of_last_over_time",
  "ts_of_max_over_time",
  "ts_of_min_over_time",
]);

/** Whether Prometheus answers this only with a flag for experimental functions, extended ranges, filling or computed
 *  durations. */
function asksForFlag(query: string): boolean {
  if (/\b(anchored|smoothed|fill|fill_left|fill_right|limitk|limit_ratio)\b/.test(query)) return true;
  try {
    return usesExperimental(parse(query));
  } catch {
    return false;
  }
}

function usesExperimental(expression: Expression): boolean {
  switch (expression.kind) {
    case "number":
    case "string":
      return false;
    case "selector":
      return (
        expression.offset !== undefined &&
        expression.offset.kind !== "ms" &&
        expression.offset.kind !== "negate"
      );
    case "matrix":
      return expression.range.kind !== "ms" || usesExperimental(expression.selector);
    case "subquery":
      return (
        expression.range.kind !== "ms" ||
        (expression.step !== undefined && expression.step.kind !== "ms") ||
        usesExperimental(expression.expression)
      );
    case "unary":
    case "parentheses":
      return usesExperimental(expression.expression);
    case "binary":
      return usesExperimental(expression.left) || usesExperimental(expression.right);
    case "aggregation":
      return usesExperimental(expression.expression);
    case "call":
      return experimental.has(expression.name) || expression.args.some(usesExperimental);
  }
}
