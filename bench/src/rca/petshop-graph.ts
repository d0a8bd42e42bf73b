import { csvRows, DataError } from "./csv.ts";
import type { PetshopMetrics } from "./petshop-metrics.ts";

/** Callers of each callee. */
export type CallGraph = ReadonlyMap<string, readonly string[]>;

/** Reads a matrix with the callers in its first column and the callees in its first row: 1.0 where one calls the other.
 *  @throws DataError with file and line */
export function callGraph(text: string, file: string): CallGraph {
  const [header, ...rows] = csvRows(text, file);
  if (!header) throw new DataError(file, 1, "an empty graph");
  const callers = new Map<string, string[]>();
  for (const { line, cells } of rows) {
    const [caller = "", ...marks] = cells;
    if (caller === "") throw new DataError(file, line, "a row without a caller");
    marks.forEach((mark, index) => {
      const isEdge = Number(mark || Number.NaN);
      if (Number.isNaN(isEdge)) throw new DataError(file, line, `${JSON.stringify(mark)} is no number`);
      const callee = header.cells[index + 1] ?? "";
      if (isEdge !== 0) callers.set(callee, [...(callers.get(callee) ?? []), caller]);
    });
  }
  return callers;
}

interface Calls {
  readonly period: number;
  readonly caller: string;
  readonly callee: string;
  readonly count: number;
}

/** How often each caller called each callee in each period. The data do not have it: the requests of a callee are spread
 *  over its callers as their own requests are, evenly where none of them is counted. Of a callee that is never counted,
 *  one call a period is told, so that the edge is there. */
export function callsOf({ times, nodes }: PetshopMetrics, graph: CallGraph): Calls[] {
  const requests = (node: string, period: number) => nodes.get(node)?.requests[period];
  return [...graph].flatMap(([callee, callers]) => {
    const isCounted = times.some((_, period) => requests(callee, period) !== undefined);
    return times.flatMap((_, period) => {
      const total = isCounted ? requests(callee, period) : callers.length;
      if (total === undefined) return [];
      const weights = callers.map((caller) => (isCounted ? (requests(caller, period) ?? 0) : 1));
      const sum = weights.reduce((a, b) => a + b, 0);
      return callers.map((caller, index) => ({
        period,
        caller,
        callee,
        count: sum === 0 ? total / callers.length : (total * (weights[index] ?? 0)) / sum,
      }));
    });
  });
}
