import type { Scene } from "../scene/scene.ts";

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
  const bySpan = new Map<number, number[]>();
  const logging = new Set<string>();
  const operationOf = (row: number) => `${calls.service[row]}\n${calls.name[row]}`;
  for (const [index, line] of lines.rows.entries()) {
    const row = calls.rowOf(line.trace, line.span);
    if (row < 0) continue;
    const known = bySpan.get(row);
    if (known) known.push(index);
    else bySpan.set(row, [index]);
    logging.add(operationOf(row));
  }
  const flows = new Map<string, Flow>();
  const counted = new Set<string>();
  for (let row = 0; row < calls.count; row++) {
    if (!logging.has(operationOf(row))) continue;
    let from = start;
    let at = calls.start[row] ?? 0;
    for (const index of [...(bySpan.get(row) ?? []), -1]) {
      const to = index < 0 ? end : lines.names.text(lines.statement[index] ?? 0);
      const id = `${operationOf(row)}\n${from}`;
      const flow = flows.get(id) ?? {
        service: calls.serviceOf(row),
        operation: calls.nameOf(row),
        from,
        times: [],
        to: [],
        rows: [],
      };
      flows.set(id, flow);
      const once = `${id}\n${to}\n${calls.trace[row]}`;
      if (!counted.has(once)) {
        counted.add(once);
        flow.times.push(at);
        flow.to.push(to);
        flow.rows.push(row);
      }
      from = to;
      at = lines.rows[index]?.at ?? at;
    }
  }
  return [...flows.values()];
}
