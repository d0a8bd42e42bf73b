import { EvaluationError } from "../../errors.ts";
import { isLabelName } from "../../labels.ts";
import { type Aggregation, unwrapped } from "../../syntax/expression.ts";
import type { Context } from "../context.ts";
import { isQuantile } from "../quantile.ts";
import { type Row, RowBuilder } from "../rows.ts";
import type { Accumulator, AccumulatorOptions } from "./accumulator.ts";
import { countValues } from "./count-values.ts";
import { grouper, groupsOf } from "./grouping.ts";
import { pick } from "./pick.ts";
import { Counts, Deviations, Extremes, Quantiles } from "./statistics.ts";
import { Averages, Sums } from "./totals.ts";

/** Carries out `sum by (…) (…)` and the like.
 *  @param parameter of `topk`, `quantile` and others: a value a step */
export async function aggregate(
  node: Aggregation,
  rows: readonly Row[],
  parameter: Float64Array | undefined,
  context: Context,
): Promise<readonly Row[]> {
  const { operator, grouping, without } = node;
  const labelsOf = grouper(grouping, without);
  if (operator === "count_values") return countValues(rows, valueLabel(node), node, context.grid.steps);
  if (operator === "topk" || operator === "bottomk" || operator === "limitk" || operator === "limit_ratio") {
    return pick(node, groupsOf(rows, labelsOf), parameter as Float64Array, context);
  }
  const position = unwrapped(node.expression).position;
  const options: AccumulatorOptions = {
    steps: context.grid.steps,
    notes: context.notes,
    position,
    parameter,
  };
  if (operator === "quantile") noteQuantiles(node, parameter as Float64Array, context);
  const result: Row[] = [];
  for (const group of groupsOf(rows, labelsOf)) {
    const accumulator = accumulatorOf(operator, options);
    for (const row of group.rows) {
      accumulator.add(row);
      if (context.pace.isTurnOver) await context.pace.rest();
    }
    const into = new RowBuilder(
      group.labels,
      context.grid.steps,
      group.rows.some((row) => row.dropName),
    );
    accumulator.finish(into);
    if (!into.isEmpty) result.push(into);
  }
  return result;
}

type Totalling = Exclude<
  Aggregation["operator"],
  "count_values" | "topk" | "bottomk" | "limitk" | "limit_ratio"
>;

function accumulatorOf(operator: Totalling, options: AccumulatorOptions): Accumulator {
  switch (operator) {
    case "sum":
      return new Sums(options);
    case "avg":
      return new Averages(options);
    case "min":
    case "max":
      return new Extremes(operator, options);
    case "count":
    case "group":
      return new Counts(operator, options);
    case "stddev":
    case "stdvar":
      return new Deviations(operator, options);
    case "quantile":
      return new Quantiles(options);
  }
}

function noteQuantiles({ parameter }: Aggregation, values: Float64Array, { notes }: Context): void {
  if (!parameter) return;
  const { position } = unwrapped(parameter);
  for (const value of new Set(values)) if (!isQuantile(value)) notes.invalidQuantile(value, position);
}

function valueLabel({ parameter }: Aggregation): string {
  const literal = parameter && unwrapped(parameter);
  if (literal?.kind === "string" && isLabelName(literal.value)) return literal.value;
  throw new EvaluationError(`invalid label name ${literal?.kind === "string" ? literal.written : '""'}`);
}
