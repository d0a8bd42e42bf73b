import { createHash } from "node:crypto";
import { EvaluationError } from "../../errors.ts";
import { formatShort } from "../../number.ts";
import { type Aggregation, unwrapped } from "../../syntax/expression.ts";
import type { Context } from "../context.ts";
import { absent, histogram, type Row, RowBuilder } from "../rows.ts";
import type { Group } from "./grouping.ts";

/** The aggregations that give some of the series themselves: `topk`, `bottomk`, `limitk`, `limit_ratio`. For an
 *  instant the best come first. */
export async function pick(
  node: Aggregation,
  groups: readonly Group[],
  parameter: Float64Array,
  context: Context,
): Promise<readonly Row[]> {
  const { steps } = context.grid;
  if (!isWanted(node, parameter, context)) return [];
  const picked = new Map<Row, RowBuilder>();
  for (const group of groups) {
    for (let step = 0; step < steps; step++) {
      for (const row of pickAt(node, group.rows, step, parameter[step] as number, context)) {
        const into = picked.get(row) ?? new RowBuilder(row.labels, steps, row.dropName);
        picked.set(row, into);
        into.copy(step, row);
      }
    }
    if (context.pace.isTurnOver) await context.pace.rest();
  }
  return [...picked.values()];
}

/** Notes and refuses odd parameters.
 *  @returns whether any series can be picked */
function isWanted(node: Aggregation, parameter: Float64Array, { notes }: Context): boolean {
  const most = parameter.reduce((a, b) => (Number.isNaN(b) ? a : Math.max(a, b)), -Infinity);
  const least = parameter.reduce((a, b) => (Number.isNaN(b) ? a : Math.min(a, b)), Infinity);
  const hasNaN = parameter.some((value) => Number.isNaN(value));
  if (node.operator === "limit_ratio") {
    if (hasNaN) throw new EvaluationError("Ratio value is NaN");
    const position = node.parameter ? unwrapped(node.parameter).position : node.position;
    if (most > 1) notes.invalidRatio(most, 1, position);
    if (least < -1) notes.invalidRatio(least, -1, position);
    return most !== 0 || least !== 0;
  }
  if (hasNaN) throw new EvaluationError("Parameter value is NaN");
  if (most < 1) return false;
  if (least <= -(2 ** 63)) throw new EvaluationError(`Scalar value ${formatShort(least)} underflows int64`);
  if (most >= 2 ** 63) throw new EvaluationError(`Scalar value ${formatShort(most)} overflows int64`);
  return true;
}

function pickAt(
  node: Aggregation,
  rows: readonly Row[],
  step: number,
  parameter: number,
  { notes }: Context,
): readonly Row[] {
  const present = rows.filter((row) => row.kinds[step] !== absent);
  const { operator } = node;
  if (operator === "limit_ratio") return present.filter((row) => isSampled(row, parameter));
  const count = Math.trunc(parameter);
  if (count < 1) return [];
  if (operator === "limitk") return present.slice(0, count);
  const floats = present.filter((row) => row.kinds[step] !== histogram);
  if (floats.length < present.length) notes.ignoredInAggregation(operator, node.position);
  return best(floats, step, count, operator === "topk");
}

/** NaN is worse than anything. */
function best(rows: readonly Row[], step: number, count: number, highest: boolean): readonly Row[] {
  const at = (row: Row) => row.values[step] as number;
  const order = (a: Row, b: Row): number => {
    const [left, right] = [at(a), at(b)];
    if (Number.isNaN(left) || Number.isNaN(right))
      return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
    return highest ? right - left || 0 : left - right || 0;
  };
  return rows.toSorted(order).slice(0, count);
}

/** The same series are picked at every step and in every query; a negative ratio picks all others. */
function isSampled(row: Row, ratio: number): boolean {
  const place = createHash("sha256").update(row.labels.key).digest().readUInt32LE(0) / 2 ** 32;
  const capped = Math.min(1, Math.max(-1, ratio));
  return capped >= 0 ? place < capped : place >= 1 + capped;
}
