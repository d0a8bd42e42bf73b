import { scaleHistogram } from "../histogram/arithmetic.ts";
import {
  type Aggregation,
  type Binary,
  type Call,
  type Expression,
  isSetOperator,
  type MatrixSelector,
  type Subquery,
  type Unary,
  unwrapped,
} from "../syntax/expression.ts";
import { aggregate } from "./aggregate/aggregate.ts";
import { scalars, vectorAndScalar } from "./binary/scalar.ts";
import { combineSets } from "./binary/sets.ts";
import { vectors } from "./binary/vectors.ts";
import { type Context, type Value, vectorOf } from "./context.ts";
import { resolveRange } from "./grid.ts";
import { absentRows } from "./instant/absent.ts";
import { callInstant } from "./instant/call.ts";
import { callOverRange, type RangeVector } from "./range/call.ts";
import { float, mergeRows, type Row, RowBuilder } from "./rows.ts";
import { instantTimes, instantVector, timesOf } from "./selector.ts";
import { subqueryGrid, toSeries } from "./subquery.ts";

/** The value of an expression at every step of the context's grid.
 *  @throws EvaluationError */
export async function evaluate(expression: Expression, context: Context): Promise<Value> {
  const { steps } = context.grid;
  context.pace.check();
  switch (expression.kind) {
    case "number":
      return { type: "scalar", values: new Float64Array(steps).fill(expression.value) };
    case "string":
      return { type: "string", value: expression.value };
    case "parentheses":
      return evaluate(expression.expression, context);
    case "selector":
      return vectorOf(await instantVector(expression, context));
    case "unary":
      return negate(expression, context);
    case "binary":
      return binary(expression, context);
    case "aggregation":
      return aggregation(expression, context);
    case "call":
      return call(expression, context);
    case "matrix":
    case "subquery":
      throw new TypeError("a range vector has no value at a step");
  }
}

async function rowsOf(expression: Expression, context: Context): Promise<readonly Row[]> {
  const value = await evaluate(expression, context);
  return value.type === "vector" ? value.rows : [];
}

async function scalarOf(expression: Expression, context: Context): Promise<Float64Array> {
  const value = await evaluate(expression, context);
  return value.type === "scalar" ? value.values : new Float64Array(context.grid.steps);
}

async function negate({ operator, expression }: Unary, context: Context): Promise<Value> {
  const value = await evaluate(expression, context);
  if (operator === "+" || value.type === "string") return value;
  if (value.type === "scalar") return { type: "scalar", values: value.values.map((each) => -each) };
  return vectorOf(value.rows.map(negated));
}

function negated(row: Row): Row {
  const into = new RowBuilder(row.labels, row.kinds.length, true);
  row.kinds.forEach((kind, step) => {
    const histogram = row.histograms?.[step];
    if (kind === float) into.setFloat(step, -(row.values[step] as number));
    else if (histogram) into.setHistogram(step, scaleHistogram(histogram, -1));
  });
  return into;
}

async function binary(node: Binary, context: Context): Promise<Value> {
  const left = await evaluate(node.left, context);
  const right = await evaluate(node.right, context);
  if (left.type === "scalar" && right.type === "scalar") {
    return { type: "scalar", values: scalars(node, left.values, right.values) };
  }
  if (left.type === "vector" && right.type === "vector") {
    const combine = isSetOperator(node.operator) ? combineSets : vectors;
    return vectorOf(await combine(node, left.rows, right.rows, context));
  }
  if (left.type === "vector" && right.type === "scalar") {
    return vectorOf(await vectorAndScalar(node, left.rows, right.values, false, context));
  }
  if (left.type === "scalar" && right.type === "vector") {
    return vectorOf(await vectorAndScalar(node, right.rows, left.values, true, context));
  }
  throw new TypeError(`no operation on ${left.type} and ${right.type}`);
}

async function aggregation(node: Aggregation, context: Context): Promise<Value> {
  const hasScalar = node.parameter !== undefined && node.operator !== "count_values";
  const parameter = hasScalar ? await scalarOf(node.parameter, context) : undefined;
  const rows = await rowsOf(node.expression, context);
  return vectorOf(await aggregate(node, rows, parameter, context));
}

async function call(node: Call, context: Context): Promise<Value> {
  const args = node.args.map(unwrapped);
  const range = args.find((arg) => arg.kind === "matrix" || arg.kind === "subquery");
  if (range) return callOfRange(node, range, context);
  const [first] = args;
  if (first?.kind === "selector" && node.name === "timestamp") {
    const read = instantTimes(first, context, ({ times, histogramTimes }, kind, index) => {
      const column = kind === "float" ? times : histogramTimes;
      return (column[index] as number) / 1000;
    });
    return vectorOf(await read);
  }
  if (first?.kind === "selector" && node.name === "start_timestamp") {
    const read = instantTimes(first, context, ({ startTimes, histogramStartTimes }, kind, index) => {
      const column = kind === "float" ? startTimes : histogramStartTimes;
      return (column?.[index] ?? 0) / 1000;
    });
    return vectorOf(await read);
  }
  const values: Value[] = [];
  for (const arg of node.args) values.push(await evaluate(arg, context));
  return callInstant(node, values, context);
}

async function callOfRange(node: Call, range: MatrixSelector | Subquery, context: Context): Promise<Value> {
  const parameters: Float64Array[] = [];
  for (const arg of node.args) {
    if (unwrapped(arg) !== range) parameters.push(await scalarOf(arg, context));
  }
  const vector = await rangeVector(range, context);
  const first = unwrapped(node.args[0] as Expression).position;
  const rows = await callOverRange(node.name, { ...vector, position: first }, parameters, context);
  if (node.name !== "absent_over_time") return vectorOf(rows);
  return vectorOf(absentRows(rows, range, context.grid.steps, true));
}

/** The series of a range selector, or what a subquery gives as if it had been stored. */
export async function rangeVector(range: MatrixSelector | Subquery, context: Context): Promise<RangeVector> {
  const { query } = context;
  const rangeMs = resolveRange(range.range, query);
  if (range.kind === "matrix") {
    const { selector } = range;
    const series = (context.series.get(selector) ?? []).map((samples) => ({ samples, dropName: false }));
    const { extension, position } = { extension: selector.extension, position: range.position };
    return { series, rangeMs, endAt: timesOf(selector, context), extension, position };
  }
  const grid = subqueryGrid(range, context.grid, context);
  const rows = mergeRows(await rowsOf(range.expression, { ...context, grid, isInstant: false }));
  return {
    series: rows.map((row) => ({ samples: toSeries(row, grid), dropName: row.dropName })),
    rangeMs,
    endAt: timesOf(range, context),
    extension: undefined,
    position: range.position,
  };
}
