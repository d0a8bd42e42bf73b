import { twoBands } from "./bands.ts";
import { horizontalLines } from "./horizontal.ts";
import type { Series, Shape, Span } from "./series.ts";
import { trend } from "./trend.ts";
import { verticalLines } from "./vertical.ts";

/** Every shape in one operation's transactions. What is half of one shape is not told as another: after a step there are
 *  no two bands, and bands are not lines. */
export function shapesOf(series: Series, span: Span): Shape[] {
  const lines = horizontalLines(series);
  const slopes = trend(series, span);
  const bands = slopes.length > 0 || lines.length > 0 ? [] : twoBands(series, span);
  return [...verticalLines(series, span), ...lines, ...slopes, ...bands];
}

const leastOfShape = 0.8;
const mostOfOthers = 0.25;

/** The one pod that has a shape, when most of the shape's transactions are its own and few of the others.
 *  @returns its index */
export function podOf({ pods, count }: Series, { members }: Shape): number | undefined {
  const inside = tally(members.map((i) => pods[i] as number));
  const all = tally(pods.subarray(0, count));
  if (all.size < 2) return undefined;
  const [pod = 0, most = 0] = [...inside].toSorted((a, b) => b[1] - a[1])[0] ?? [];
  const elsewhere = (count - (all.get(pod) ?? 0)) / count;
  const isItsOwn = most / members.length >= leastOfShape;
  return isItsOwn && elsewhere >= mostOfOthers ? pod : undefined;
}

function tally(values: Iterable<number>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
