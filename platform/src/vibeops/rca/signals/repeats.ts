import type { Calls } from "../scene/calls.ts";

/** How often one run of an operation calls the same thing. */
export interface Repeat {
  readonly service: string;
  readonly operation: string;
  /** A statement, a peer, or a service with the called operation. */
  readonly target: string;
  readonly kind: "statement" | "peer" | "service";
  readonly times: number[];
  /** Calls in each run. */
  readonly values: number[];
  /** Milliseconds that all the calls of each run took together. */
  readonly spent: number[];
  /** The entry span of each run. */
  readonly rows: number[];
}

/** Counts what each entry span of a service calls while it runs; an operation that calls a target at times has zeros too. */
export function repeatsOf(calls: Calls): Repeat[] {
  const runs = new Map<string, number[]>();
  const counts = new Map<
    number,
    Map<string, { kind: Repeat["kind"]; target: string; n: number; ms: number }>
  >();
  const targets = new Map<string, Map<string, { kind: Repeat["kind"]; target: string }>>();
  const entryOf = new Int32Array(calls.count).fill(-1);
  const operationOf = (row: number) => `${calls.serviceOf(row)}\n${calls.nameOf(row)}`;
  const inOrder = Array.from({ length: calls.count }, (_, row) => row).filter(
    (row) => (calls.parent[row] ?? -1) < 0,
  );
  for (let row = inOrder.pop(); row !== undefined; row = inOrder.pop()) {
    const parent = calls.parent[row] ?? -1;
    if (calls.isEntry(row)) {
      entryOf[row] = row;
      const known = runs.get(operationOf(row));
      if (known) known.push(row);
      else runs.set(operationOf(row), [row]);
    } else entryOf[row] = entryOf[parent] ?? -1;
    const called = targetOf(calls, row);
    const entry = calls.isEntry(row) ? (entryOf[parent] ?? -1) : (entryOf[row] ?? -1);
    if (called && entry >= 0) {
      const id = `${called.kind}\n${called.target}`;
      const own = counts.get(entry) ?? new Map();
      counts.set(entry, own);
      const count = own.get(id) ?? { ...called, n: 0, ms: 0 };
      own.set(id, { ...count, n: count.n + 1, ms: count.ms + (calls.duration[row] ?? 0) });
      const known = targets.get(operationOf(entry)) ?? new Map();
      targets.set(operationOf(entry), known.set(id, called));
    }
    inOrder.push(...(calls.children[row] ?? []));
  }
  const repeats: Repeat[] = [];
  for (const [operation, unsorted] of runs) {
    const rows = unsorted.toSorted((a, b) => a - b);
    for (const [id, { kind, target }] of targets.get(operation) ?? []) {
      const [service = "", name = ""] = operation.split("\n");
      const of = (row: number) => counts.get(row)?.get(id);
      repeats.push({
        service,
        operation: name,
        target,
        kind,
        rows,
        times: rows.map((row) => calls.start[row] ?? 0),
        values: rows.map((row) => of(row)?.n ?? 0),
        spent: rows.map((row) => of(row)?.ms ?? 0),
      });
    }
  }
  return repeats;
}

function targetOf(calls: Calls, row: number): Pick<Repeat, "kind" | "target"> | undefined {
  const parent = calls.parent[row] ?? -1;
  if (parent >= 0 && calls.isEntry(row))
    return { kind: "service", target: `${calls.serviceOf(row)} ${calls.nameOf(row)}` };
  if (calls.kind[row] !== 3 || (calls.children[row] ?? []).length > 0) return undefined;
  if (calls.statement[row]) return { kind: "statement", target: calls.names.text(calls.statement[row] ?? 0) };
  if (calls.peer[row]) return { kind: "peer", target: calls.names.text(calls.peer[row] ?? 0) };
  return undefined;
}
