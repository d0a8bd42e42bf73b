import type { Evidence } from "../diagnosis/api.ts";
import type { Calls } from "../scene/calls.ts";

const mostPoints = 120;

/** As many points as a chart shows: of each stretch the first one. */
export function pointsOf(times: readonly number[], values: readonly number[]): [number, number][] {
  const step = Math.max(1, Math.ceil(times.length / mostPoints));
  const points: [number, number][] = [];
  for (let i = 0; i < times.length; i += step) points.push([times[i] ?? 0, values[i] ?? 0]);
  return points;
}

/** Spans to look at, by their rows.
 *  @param text what is told of each; the name of the span unless given */
export function tracesOf(calls: Calls, rows: readonly number[], text = ""): Evidence["exemplars"] {
  return rows.map((row) => ({
    kind: "trace",
    traceId: calls.traceOf(row),
    spanId: calls.spanOf(row) || null,
    at: calls.start[row] ?? 0,
    text: text || calls.nameOf(row),
  }));
}
