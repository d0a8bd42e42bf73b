import { type Expression, type Subquery, unwrapped, type VectorSelector } from "../syntax/expression.ts";
import type { Context } from "./context.ts";
import { endOf, type Grid, type QueryRange, resolveDuration } from "./grid.ts";
import type { Needed, SampleSeries, Selection, SeriesSource } from "./series.ts";
import { sampleCount } from "./series.ts";
import { subqueryGrid } from "./subquery.ts";

type Options = Pick<Context, "query" | "lookbackMs" | "defaultStepMs">;

/** Loads the series of every selector, all at once.
 *  @throws EvaluationError when there are too many samples */
export async function loadSeries(
  expression: Expression,
  grid: Grid,
  source: SeriesSource,
  signal: AbortSignal,
  context: Options & Pick<Context, "pace">,
): Promise<ReadonlyMap<VectorSelector, readonly SampleSeries[]>> {
  const wanted = selections(expression, grid, context);
  const found = await Promise.all(
    wanted.map(async ([selector, selection]) => {
      const series = await source.select(selection, signal);
      context.pace.hold(series.reduce((sum, each) => sum + sampleCount(each), 0));
      return [selector, series] as const;
    }),
  );
  return new Map(found);
}

/** Which samples each selector of an expression needs. */
export function selections(
  expression: Expression,
  grid: Grid,
  options: Options,
): [VectorSelector, Selection][] {
  const visit = (each: Expression, on: Grid): [VectorSelector, Selection][] => {
    switch (each.kind) {
      case "number":
      case "string":
        return [];
      case "selector":
        return [[each, selectionOf(each, on, undefined, options)]];
      case "matrix": {
        const range = resolveDuration(each.range, options.query);
        return [[each.selector, selectionOf(each.selector, on, range, options)]];
      }
      case "subquery":
        return visit(each.expression, innerGrid(each, on, options));
      case "unary":
      case "parentheses":
        return visit(each.expression, on);
      case "binary":
        return [...visit(each.left, on), ...visit(each.right, on)];
      case "aggregation":
        return [...visit(each.expression, on), ...(each.parameter ? visit(each.parameter, on) : [])];
      case "call":
        return each.args.flatMap((arg) => visit(unwrapped(arg), on));
    }
  };
  return visit(expression, grid);
}

const innerGrid = (subquery: Subquery, outer: Grid, options: Options): Grid =>
  subqueryGrid(subquery, outer, options);

function selectionOf(
  selector: VectorSelector,
  grid: Grid,
  range: number | undefined,
  { query, lookbackMs }: Options,
): Selection {
  const back = selector.offset ? resolveDuration(selector.offset, query) : 0;
  const fixed = selector.at && anchorOf(selector.at, query);
  const first = (fixed ?? grid.start) - back;
  const last = (fixed ?? endOf(grid)) - back;
  const extended = selector.extension ? lookbackMs : 0;
  const needed: Needed | undefined =
    selector.extension || fixed !== undefined || grid.steps < 2
      ? undefined
      : { start: first, step: grid.step, range };
  return {
    matchers: selector.matchers,
    after: first - (range ?? lookbackMs) - (range === undefined ? 0 : extended),
    until: last + (selector.extension === "smoothed" ? lookbackMs : 0),
    needed,
  };
}

const anchorOf = (at: VectorSelector["at"] & {}, query: QueryRange): number =>
  at.kind === "time" ? at.ms : query[at.kind];
