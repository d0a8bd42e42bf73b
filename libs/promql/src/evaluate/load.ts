import { compareLabels } from "../labels.ts";
import { type Expression, unwrapped, type VectorSelector } from "../syntax/expression.ts";
import type { Context } from "./context.ts";
import { endOf, type Grid, type QueryRange, resolveDuration, resolveRange } from "./grid.ts";
import { withHints } from "./hints.ts";
import { type Needed, sampleCount, type SampleSeries, type Selection, type SeriesSource } from "./series.ts";
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
  const found = await Promise.all(
    wantedBy(expression, grid, context).map(async ({ selector, selection, tellsResets }) => {
      const loaded = await source.select(selection, signal);
      context.pace.hold(loaded.reduce((sum, each) => sum + sampleCount(each), 0));
      const series = loaded.toSorted((a, b) => compareLabels(a.labels, b.labels));
      return [selector, series.map((each) => withHints(each, tellsResets))] as const;
    }),
  );
  return new Map(found);
}

/** What is loaded for a selector. */
interface Wanted {
  readonly selector: VectorSelector;
  readonly selection: Selection;
  /** Only count and sum of its histograms are asked for, where resets are told apart. */
  readonly tellsResets: boolean;
}

type Detail = "any" | "statistics" | "buckets";
const ofStatistics: ReadonlySet<string> = new Set(["histogram_count", "histogram_sum", "histogram_avg"]);
const ofBuckets: ReadonlySet<string> = new Set([
  "histogram_quantile",
  "histogram_quantiles",
  "histogram_fraction",
]);

function detailIn(name: string, around: Detail): Detail {
  if (around === "buckets" || ofBuckets.has(name)) return "buckets";
  return ofStatistics.has(name) ? "statistics" : around;
}

function wantedBy(expression: Expression, grid: Grid, options: Options): Wanted[] {
  const visit = (each: Expression, on: Grid, detail: Detail): Wanted[] => {
    const select = (selector: VectorSelector, range: number | undefined): Wanted[] => [
      {
        selector,
        selection: selectionOf(selector, on, range, options),
        tellsResets: detail === "statistics",
      },
    ];
    switch (each.kind) {
      case "number":
      case "string":
        return [];
      case "selector":
        return select(each, undefined);
      case "matrix":
        return select(each.selector, resolveRange(each.range, options.query));
      case "subquery":
        return visit(each.expression, subqueryGrid(each, on, options), "buckets");
      case "unary":
      case "parentheses":
        return visit(each.expression, on, detail);
      case "binary":
        return [...visit(each.left, on, detail), ...visit(each.right, on, detail)];
      case "aggregation":
        return [each.expression, ...(each.parameter ? [each.parameter] : [])].flatMap((part) =>
          visit(part, on, detail),
        );
      case "call":
        return each.args.flatMap((arg) => visit(unwrapped(arg), on, detailIn(each.name, detail)));
    }
  };
  return visit(expression, grid, "any");
}

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
  const before = selector.extension && range !== undefined ? lookbackMs : 0;
  const thins = !selector.extension && fixed === undefined && grid.steps > 1;
  const needed: Needed | undefined = thins ? { start: first, step: grid.step, range } : undefined;
  return {
    matchers: selector.matchers,
    after: first - (range ?? lookbackMs) - before,
    until: last + (selector.extension === "smoothed" ? lookbackMs : 0),
    needed,
  };
}

const anchorOf = (at: VectorSelector["at"] & {}, query: QueryRange): number =>
  at.kind === "time" ? at.ms : query[at.kind];
