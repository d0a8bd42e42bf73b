import type { VectorSelector } from "../syntax/expression.ts";
import type { Context } from "./context.ts";
import { resolveDuration, timeAt } from "./grid.ts";
import { between } from "./range/extended-rate.ts";
import { type Row, RowBuilder } from "./rows.ts";
import { countUntil, type SampleSeries } from "./series.ts";
import type { Modifiers } from "../syntax/expression.ts";

/** @returns the time that a selector means at a step of the grid */
export function timesOf({ at, offset }: Modifiers, context: Context): (step: number) => number {
  const { grid, query } = context;
  const back = offset ? resolveDuration(offset, query) : 0;
  if (!at) return (step) => timeAt(grid, step) - back;
  const fixed = (at.kind === "time" ? at.ms : query[at.kind]) - back;
  return () => fixed;
}

/** The last sample at or before each step, unless it is older than the lookback or the series had ended. */
export async function instantVector(selector: VectorSelector, context: Context): Promise<Row[]> {
  const { pace, grid } = context;
  const timeOf = timesOf(selector, context);
  const rows: Row[] = [];
  for (const series of context.series.get(selector) ?? []) {
    const row = new RowBuilder(series.labels, grid.steps, false);
    if (selector.extension === "smoothed") smooth(series, row, timeOf, context.lookbackMs);
    else fill(series, row, timeOf, context.lookbackMs);
    if (!row.isEmpty) {
      pace.hold(grid.steps);
      rows.push(row);
    }
    if (pace.isTurnOver) await pace.rest();
  }
  return rows;
}

function fill(
  series: SampleSeries,
  row: RowBuilder,
  timeOf: (step: number) => number,
  lookbackMs: number,
): void {
  const { times, values, histogramTimes, histograms, staleTimes } = series;
  const steps = row.kinds.length;
  let float = 0;
  let histogram = 0;
  let stale = 0;
  for (let step = 0; step < steps; step++) {
    const time = timeOf(step);
    while (float < times.length && (times[float] as number) <= time) float++;
    while (histogram < histogramTimes.length && (histogramTimes[histogram] as number) <= time) histogram++;
    while (stale < staleTimes.length && (staleTimes[stale] as number) <= time) stale++;
    const floatTime = float === 0 ? -Infinity : (times[float - 1] as number);
    const histogramTime = histogram === 0 ? -Infinity : (histogramTimes[histogram - 1] as number);
    const last = Math.max(floatTime, histogramTime);
    if (last <= time - lookbackMs || (stale > 0 && (staleTimes[stale - 1] as number) > last)) continue;
    if (floatTime > histogramTime) row.setFloat(step, values[float - 1] as number);
    else row.setHistogram(step, histograms[histogram - 1] as never);
  }
}

/** Between the samples before and after each step, or the one before when there is none after. */
function smooth(
  series: SampleSeries,
  row: RowBuilder,
  timeOf: (step: number) => number,
  lookbackMs: number,
): void {
  const { times, values } = series;
  for (let step = 0; step < row.kinds.length; step++) {
    const time = timeOf(step);
    const before = countUntil(times, time) - 1;
    const isNear = before >= 0 && (times[before] as number) > time - lookbackMs;
    if (!isNear) continue;
    const next = times[before + 1];
    const follows = times[before] !== time && next !== undefined && next <= time + lookbackMs;
    row.setFloat(step, follows ? between(series, before, time, false) : (values[before] as number));
  }
}

/** When the sample was taken that a selector has at each step, in seconds.
 *  @param read what is told of a sample: its column and where it stands there */
export async function instantTimes(
  selector: VectorSelector,
  context: Context,
  read: (series: SampleSeries, kind: "float" | "histogram", index: number) => number,
): Promise<Row[]> {
  const timeOf = timesOf(selector, context);
  const rows: Row[] = [];
  for (const series of context.series.get(selector) ?? []) {
    const { times, histogramTimes } = series;
    const found = new RowBuilder(series.labels, context.grid.steps, true);
    const present = new RowBuilder(series.labels, context.grid.steps, true);
    fill(series, present, timeOf, context.lookbackMs);
    for (let step = 0; step < present.kinds.length; step++) {
      const time = timeOf(step);
      if (present.kinds[step] === 1) found.setFloat(step, read(series, "float", countUntil(times, time) - 1));
      if (present.kinds[step] === 2) {
        found.setFloat(step, read(series, "histogram", countUntil(histogramTimes, time) - 1));
      }
    }
    if (!found.isEmpty) rows.push(found);
    if (context.pace.isTurnOver) await context.pace.rest();
  }
  return rows;
}
