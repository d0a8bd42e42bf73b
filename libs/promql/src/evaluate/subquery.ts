import { EvaluationError } from "../errors.ts";
import type { Histogram } from "../histogram/histogram.ts";
import type { Subquery } from "../syntax/expression.ts";
import type { Context } from "./context.ts";
import { endOf, type Grid, gridOf, resolveDuration, resolveRange, timeAt } from "./grid.ts";
import { float, histogram, type Row } from "./rows.ts";
import type { SampleSeries } from "./series.ts";

/** The steps of a subquery, for all steps of what it stands in: multiples of its own step, so that a later query
 *  looks at the same times. */
export function subqueryGrid(
  { range, step, offset, at }: Subquery,
  outer: Grid,
  { query, defaultStepMs }: Pick<Context, "query" | "defaultStepMs">,
): Grid {
  const own = step ? resolveDuration(step, query) : defaultStepMs;
  if (own <= 0) throw new EvaluationError("zero or negative query resolution step widths are not accepted");
  const back = offset ? resolveDuration(offset, query) : 0;
  const fixed = at && (at.kind === "time" ? at.ms : query[at.kind]);
  const first = (fixed ?? outer.start) - back - resolveRange(range, query);
  const last = (fixed ?? endOf(outer)) - back;
  return gridOf((Math.floor(first / own) + 1) * own, last, own);
}

const none = new Float64Array();

/** What a row has, as samples. Whether a histogram follows a reset is no longer known: others may lie between. */
export function toSeries(row: Row, grid: Grid): SampleSeries {
  const stepsOf = (kind: number) => [...row.kinds.keys()].filter((step) => row.kinds[step] === kind);
  const floats = stepsOf(float);
  const histograms = stepsOf(histogram);
  return {
    labels: row.labels,
    times: Float64Array.from(floats, (step) => timeAt(grid, step)),
    values: Float64Array.from(floats, (step) => row.values[step] as number),
    histogramTimes: Float64Array.from(histograms, (step) => timeAt(grid, step)),
    histograms: histograms.map((step) => withoutHint(row.histograms?.[step] as Histogram)),
    staleTimes: none,
  };
}

const withoutHint = (value: Histogram): Histogram =>
  value.hint === "gauge" ? value : { ...value, hint: "unknown" };
