import { EvaluationError, type Position } from "../../errors.ts";
import type { Extension } from "../../syntax/expression.ts";
import type { Context } from "../context.ts";
import { timeAt } from "../grid.ts";
import { type Row, RowBuilder } from "../rows.ts";
import type { SampleSeries } from "../series.ts";
import { extensible } from "./extended-rate.ts";
import { keepsName, rangeFunctions } from "./functions.ts";
import { type RangeFunction, Window } from "./window.ts";

/** A range vector: series, and the time at which the range ends at each step. */
export interface RangeVector {
  readonly series: readonly RangeSeries[];
  readonly rangeMs: number;
  readonly endAt: (step: number) => number;
  readonly extension: Extension | undefined;
  readonly position: Position;
}

export interface RangeSeries {
  readonly samples: SampleSeries;
  readonly dropName: boolean;
}

/** Carries a range function out over every series and step.
 *  @param parameters the scalar arguments, a value a step */
export async function callOverRange(
  name: string,
  vector: RangeVector,
  parameters: readonly Float64Array[],
  context: Context,
): Promise<Row[]> {
  const { grid, pace, notes } = context;
  refuseExtension(name, vector.extension);
  const compute = rangeFunctions[name] as RangeFunction;
  const drops = !keepsName.has(name);
  const rows: Row[] = [];
  for (const { samples, dropName } of vector.series) {
    const window = new Window(samples, { ...vector, notes });
    const row = new RowBuilder(samples.labels, grid.steps, drops || dropName);
    fillRow(row, window, vector, parameters, context, compute);
    if (!row.isEmpty) {
      pace.hold(grid.steps);
      rows.push(row);
      noteNonCounter(name, row, window);
    }
    if (pace.isTurnOver) await pace.rest();
  }
  return rows;
}

function fillRow(
  row: RowBuilder,
  window: Window,
  vector: RangeVector,
  parameters: readonly Float64Array[],
  { grid, lookbackMs }: Context,
  compute: RangeFunction,
): void {
  const before = vector.extension ? lookbackMs : 0;
  const after = vector.extension === "smoothed" ? lookbackMs : 0;
  for (let step = 0; step < grid.steps; step++) {
    window.time = timeAt(grid, step);
    window.end = vector.endAt(step);
    window.start = window.end - vector.rangeMs;
    advance(window, window.start - before, window.end + after);
    if (window.isEmpty) continue;
    if (parameters.length > 0) window.parameters = parameters.map((values) => values[step] as number);
    const value = compute(window);
    if (value !== undefined) row.set(step, value);
  }
}

/** Moves the window on: ranges of later steps begin and end later. */
function advance(window: Window, after: number, until: number): void {
  const { times, histogramTimes } = window.series;
  while (window.endFloat < times.length && (times[window.endFloat] as number) <= until) window.endFloat++;
  while (window.firstFloat < window.endFloat && (times[window.firstFloat] as number) <= after)
    window.firstFloat++;
  if (histogramTimes.length === 0) return;
  while (
    window.endHistogram < histogramTimes.length &&
    (histogramTimes[window.endHistogram] as number) <= until
  ) {
    window.endHistogram++;
  }
  while (
    window.firstHistogram < window.endHistogram &&
    (histogramTimes[window.firstHistogram] as number) <= after
  ) {
    window.firstHistogram++;
  }
}

function refuseExtension(name: string, extension: Extension | undefined): void {
  if (!extension) return;
  const allowed: readonly string[] = extensible[extension];
  if (allowed.includes(name)) return;
  throw new EvaluationError(
    `${extension} modifier can only be used with: ${allowed.join(", ")} - not with ${name}`,
  );
}

const counterNames = /_(?:total|sum|count|bucket)$/;

function noteNonCounter(name: string, row: Row, { metric, notes, position }: Window): void {
  if (name !== "rate" && name !== "increase") return;
  if (metric === "" || counterNames.test(metric) || !row.kinds.includes(1)) return;
  notes.possibleNonCounter(metric, position);
}
