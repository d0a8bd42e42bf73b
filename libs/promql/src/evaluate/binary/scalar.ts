import { type Binary, isComparison, isTrim } from "../../syntax/expression.ts";
import type { Context } from "../context.ts";
import { histogram, type Row, RowBuilder } from "../rows.ts";
import type { Histogram } from "../../histogram/histogram.ts";
import { calculate, compare, operateOnHistograms } from "./operations.ts";
import type { ArithmeticOperator } from "../../syntax/expression.ts";

/** Both sides are scalars. */
export function scalars({ operator }: Binary, left: Float64Array, right: Float64Array): Float64Array {
  if (isComparison(operator)) {
    return left.map((value, step) => Number(compare(operator, value, right[step] as number)));
  }
  return left.map((value, step) => calculate(operator as ArithmeticOperator, value, right[step] as number));
}

/** One side is a vector, the other a scalar. A comparison keeps the vector's own value.
 *  @param swapped the scalar stands on the left */
export async function vectorAndScalar(
  node: Binary,
  rows: readonly Row[],
  scalar: Float64Array,
  swapped: boolean,
  context: Context,
): Promise<Row[]> {
  const drops = node.bool || !(isComparison(node.operator) || isTrim(node.operator));
  const result: Row[] = [];
  for (const row of rows) {
    const into = new RowBuilder(row.labels, context.grid.steps, row.dropName || drops);
    for (let step = 0; step < row.kinds.length; step++) {
      const kind = row.kinds[step];
      if (kind === 0) continue;
      const number = scalar[step] as number;
      if (kind === histogram)
        onHistogram(node, into, step, row.histograms?.[step] as Histogram, number, swapped, context);
      else onFloat(node, into, step, row.values[step] as number, number, swapped, context);
    }
    if (!into.isEmpty) result.push(into);
    if (context.pace.isTurnOver) await context.pace.rest();
  }
  return result;
}

function onFloat(
  { operator, bool, position }: Binary,
  into: RowBuilder,
  step: number,
  value: number,
  number: number,
  swapped: boolean,
  { notes }: Context,
): void {
  const [left, right] = swapped ? [number, value] : [value, number];
  if (isTrim(operator)) return notes.incompatibleTypes("float", operator, "float", position);
  if (!isComparison(operator))
    return into.setFloat(step, calculate(operator as ArithmeticOperator, left, right));
  const holds = compare(operator, left, right);
  if (bool) into.setFloat(step, Number(holds));
  else if (holds) into.setFloat(step, value);
}

function onHistogram(
  { operator, bool, position }: Binary,
  into: RowBuilder,
  step: number,
  value: Histogram,
  number: number,
  swapped: boolean,
  { notes }: Context,
): void {
  const [left, right] = swapped ? [number, value] : [value, number];
  const outcome = operateOnHistograms(operator, left, right, notes, position);
  if (!outcome) return;
  if (bool) into.setFloat(step, Number(outcome.holds));
  else into.set(step, outcome.value);
}
