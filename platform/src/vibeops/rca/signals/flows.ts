import type { Scene } from "../scene/scene.ts";
import { groupsOf } from "./groups.ts";

/** What follows on a log statement inside one span: the same request at the same place in the program goes on the same way,
 *  unless the code does something else than before. */
export interface Flow {
  readonly service: string;
  readonly operation: string;
  /** The statement before; `start` of the span for the first. */
  readonly from: string;
  readonly times: number[];
  /** The statement after; `end` of the span after the last. */
  readonly to: string[];
  /** The span that each was seen in. */
  readonly rows: number[];
}

export const start = "start";
export const end = "end";

/** Pairs of consecutive statements of each span. Spans whose operation never logs are left out; one that logs at times counts
 *  as `start` to `end` when it did not. What happens often in one trace is no independent witness and counts once. */
export function flowsOf({ calls, lines }: Pick<Scene, "calls" | "lines">): Flow[] {
  const pairs = pairsOf({ calls, lines });
  const textOf = (statement: number) =>
    statement === pairs.start ? start : statement === pairs.end ? end : lines.names.text(statement);
  const flows = groupsOf([pairs.operation, pairs.from]);
  const found = flows.firsts.map((first): Flow => {
    const row = pairs.row[first] ?? 0;
    const from = textOf(pairs.from[first] ?? 0);
    return { service: calls.serviceOf(row), operation: calls.nameOf(row), from, times: [], to: [], rows: [] };
  });
  const traces = pairs.row.map((row) => calls.trace[row] ?? 0);
  for (const pair of groupsOf([flows.of, pairs.to, traces]).firsts) {
    const flow = found[flows.of[pair] ?? 0];
    flow?.times.push(pairs.at[pair] ?? 0);
    flow?.to.push(textOf(pairs.to[pair] ?? 0));
    flow?.rows.push(pairs.row[pair] ?? 0);
  }
  return found;
}

/** Pairs in columns, statements by their numbers; `start` and `end` are numbers that no statement has. */
function pairsOf({ calls, lines }: Pick<Scene, "calls" | "lines">) {
  const operations = groupsOf([calls.service, calls.name]);
  const { first, next } = linesBySpan({ calls, lines });
  const isLogging = new Uint8Array(operations.firsts.length);
  for (let row = 0; row < calls.count; row++)
    if ((first[row] ?? -1) >= 0) isLogging[operations.of[row] ?? 0] = 1;
  const most = calls.count + lines.rows.length;
  const column = () => new Uint32Array(most);
  const [operation, from, to, row] = [column(), column(), column(), column()];
  const at = new Float64Array(most);
  const [startNumber, endNumber] = [lines.names.size, lines.names.size + 1];
  let count = 0;
  for (let span = 0; span < calls.count; span++) {
    if (!isLogging[operations.of[span] ?? 0]) continue;
    let before = startNumber;
    let since = calls.start[span] ?? 0;
    for (let line = first[span] ?? -1; ; line = next[line] ?? -1) {
      const statement = line < 0 ? endNumber : (lines.statement[line] ?? 0);
      operation[count] = operations.of[span] ?? 0;
      from[count] = before;
      to[count] = statement;
      row[count] = span;
      at[count++] = since;
      if (line < 0) break;
      before = statement;
      since = lines.rows[line]?.at ?? since;
    }
  }
  const cut = (of: Uint32Array) => of.subarray(0, count);
  return {
    operation: cut(operation),
    from: cut(from),
    to: cut(to),
    row: cut(row),
    at,
    start: startNumber,
    end: endNumber,
  };
}

/** Chains of lines: the first of each span, and the one after each; -1: none. */
function linesBySpan({ calls, lines }: Pick<Scene, "calls" | "lines">) {
  const first = new Int32Array(calls.count).fill(-1);
  const next = new Int32Array(lines.rows.length).fill(-1);
  for (let line = lines.rows.length - 1; line >= 0; line--) {
    const { traceNumber = 0, spanNumber = 0 } = lines.rows[line] ?? {};
    const row = calls.rowOf(traceNumber, spanNumber);
    if (row < 0) continue;
    next[line] = first[row] ?? -1;
    first[row] = line;
  }
  return { first, next };
}
