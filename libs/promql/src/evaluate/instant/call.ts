import type { Position } from "../../errors.ts";
import type { Histogram } from "../../histogram/histogram.ts";
import { Labels } from "../../labels.ts";
import { type Call, type Expression, unwrapped } from "../../syntax/expression.ts";
import type { Context, Value } from "../context.ts";
import { timeAt } from "../grid.ts";
import { float, type Row, RowBuilder } from "../rows.ts";
import { absentRows } from "./absent.ts";
import { atSeconds, dateFunctions } from "./dates.ts";
import { clamp, elementwise, mapFloats, round } from "./elementwise.ts";
import { fractions, histogramFunctions, labelledQuantiles, mapHistograms, quantiles } from "./histograms.ts";
import { labelJoin, labelReplace } from "./relabel.ts";
import { sortByLabel, sortByValue } from "./sort.ts";

/** The arguments of a call, evaluated and read as what the function's signature says. */
class Arguments {
  readonly #values: readonly Value[];
  readonly #expressions: readonly Expression[];

  constructor(call: Call, values: readonly Value[]) {
    this.#values = values;
    this.#expressions = call.args;
  }

  get count(): number {
    return this.#values.length;
  }

  rows(index: number): readonly Row[] {
    const value = this.#values[index];
    return value?.type === "vector" ? value.rows : [];
  }

  scalar(index: number): Float64Array {
    const value = this.#values[index];
    return value?.type === "scalar" ? value.values : new Float64Array();
  }

  /** All texts from this argument on. */
  texts(from: number): string[] {
    return this.#values.slice(from).map((value) => (value.type === "string" ? value.value : ""));
  }

  expression(index: number): Expression {
    return unwrapped(this.#expressions[index] as Expression);
  }

  position(index: number): Position {
    return this.expression(index).position;
  }
}

/** Carries out a function that takes no range vector. */
export async function callInstant(call: Call, values: readonly Value[], context: Context): Promise<Value> {
  const args = new Arguments(call, values);
  const scalar = scalarCall(call.name, args, context);
  if (scalar) return { type: "scalar", values: scalar };
  if (context.pace.isTurnOver) await context.pace.rest();
  return { type: "vector", rows: vectorCall(call, args, context) };
}

function scalarCall(name: string, args: Arguments, { grid, query }: Context): Float64Array | undefined {
  const all = (value: number) => new Float64Array(grid.steps).fill(value);
  switch (name) {
    case "time":
      return Float64Array.from({ length: grid.steps }, (_, step) => timeAt(grid, step) / 1000);
    case "pi":
      return all(Math.PI);
    case "start":
      return all(query.start / 1000);
    case "end":
      return all(query.end / 1000);
    case "range":
      return all((query.end - query.start) / 1000);
    case "step":
      return all(query.step / 1000);
    case "min_of":
      return args.scalar(0).map((value, step) => Math.min(value, args.scalar(1)[step] as number));
    case "max_of":
      return args.scalar(0).map((value, step) => Math.max(value, args.scalar(1)[step] as number));
    case "scalar":
      return onlyFloats(args.rows(0), grid.steps);
    default:
      return undefined;
  }
}

/** The one float at each step; NaN where there is none or several. */
function onlyFloats(rows: readonly Row[], steps: number): Float64Array {
  const counts = new Uint32Array(steps);
  const values = new Float64Array(steps).fill(Number.NaN);
  for (const row of rows) {
    for (let step = 0; step < steps; step++) {
      if (row.kinds[step] !== float) continue;
      counts[step] = (counts[step] as number) + 1;
      values[step] = row.values[step] as number;
    }
  }
  return values.map((value, step) => (counts[step] === 1 ? value : Number.NaN));
}

function vectorCall(call: Call, args: Arguments, context: Context): readonly Row[] {
  const { name } = call;
  const compute = elementwise[name];
  if (compute) return filled(args.rows(0).map((row) => mapFloats(row, compute)));
  const ofHistogram = histogramFunctions[name];
  if (ofHistogram)
    return filled(args.rows(0).map((row) => mapHistograms(row, (value: Histogram) => ofHistogram(value))));
  const ofDate = dateFunctions[name];
  if (ofDate) return dates(args, ofDate, context);
  switch (name) {
    case "vector":
      return [constant(args.scalar(0))];
    case "absent":
      return absentRows(args.rows(0), args.expression(0), context.grid.steps, false);
    case "timestamp":
      return filled(args.rows(0).map((row) => stepTimes(row, context)));
    case "start_timestamp":
      return [];
    case "label_replace":
      return labelReplace(args.rows(0), args.texts(1));
    case "label_join":
      return labelJoin(args.rows(0), args.texts(1));
    case "round":
    case "clamp":
    case "clamp_min":
    case "clamp_max":
      return filled(bounded(name, args));
    case "histogram_quantile":
    case "histogram_quantiles":
    case "histogram_fraction":
      return histogramCall(name, args, context);
    default:
      return sorted(call, args, context);
  }
}

const filled = (rows: readonly Row[]): readonly Row[] =>
  rows.filter((row) => row.kinds.some((kind) => kind !== 0));

function constant(values: Float64Array): Row {
  const row = new RowBuilder(Labels.empty, values.length, false);
  values.forEach((value, step) => row.setFloat(step, value));
  return row;
}

function dates(args: Arguments, compute: (date: Date) => number, { grid }: Context): readonly Row[] {
  if (args.count > 0)
    return filled(args.rows(0).map((row) => mapFloats(row, (value) => atSeconds(compute, value))));
  return [
    constant(
      Float64Array.from({ length: grid.steps }, (_, step) => atSeconds(compute, timeAt(grid, step) / 1000)),
    ),
  ];
}

/** What is computed has the time of its step. */
function stepTimes(row: Row, { grid }: Context): Row {
  const into = new RowBuilder(row.labels, grid.steps, true);
  row.kinds.forEach((kind, step) => {
    if (kind !== 0) into.setFloat(step, timeAt(grid, step) / 1000);
  });
  return into;
}

function bounded(name: "round" | "clamp" | "clamp_min" | "clamp_max", args: Arguments): Row[] {
  const first = args.scalar(1);
  const second = args.scalar(2);
  return args.rows(0).map((row) => {
    switch (name) {
      case "round":
        return mapFloats(row, (value, step) => round(value, args.count > 1 ? (first[step] as number) : 1));
      case "clamp_min":
        return mapFloats(row, (value, step) => clamp(value, first[step] as number, Infinity));
      case "clamp_max":
        return mapFloats(row, (value, step) => clamp(value, -Infinity, first[step] as number));
      case "clamp": {
        const into = mapFloats(row, (value, step) =>
          clamp(value, first[step] as number, second[step] as number),
        );
        into.kinds.forEach((_, step) => {
          if ((second[step] as number) < (first[step] as number)) into.kinds[step] = 0;
        });
        return into;
      }
    }
  });
}

function histogramCall(name: string, args: Arguments, context: Context): readonly Row[] {
  if (name === "histogram_fraction") {
    return fractions(args.rows(2), args.scalar(0), args.scalar(1), context, args.position(2));
  }
  if (name === "histogram_quantile") {
    const where = { quantile: args.position(0), vector: args.position(1) };
    return quantiles(args.rows(1), args.scalar(0), context, where);
  }
  const wanted = Array.from({ length: args.count - 2 }, (_, i) => ({
    values: args.scalar(i + 2),
    position: args.position(i + 2),
  }));
  return labelledQuantiles(args.rows(0), args.texts(1)[0] ?? "", wanted, context, args.position(0));
}

function sorted(call: Call, args: Arguments, { isInstant, notes }: Context): readonly Row[] {
  const rows = args.rows(0);
  if (!isInstant) notes.uselessSort(call.position);
  const descending = call.name.endsWith("_desc");
  if (call.name.startsWith("sort_by_label")) return sortByLabel(rows, args.texts(1), descending);
  if (isInstant) return sortByValue(rows, descending);
  return rows;
}
