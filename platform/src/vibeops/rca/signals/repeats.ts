import type { Calls } from "../scene/calls.ts";
import { groupsOf } from "./groups.ts";

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
  const operations = groupsOf([calls.service, calls.name]);
  const targets = targetsOf(calls, operations.of);
  const { entries, made } = walked(calls, targets);
  const runs = new Map(
    [...Map.groupBy(entries, (row) => operations.of[row] ?? 0)].map(([operation, rows]) => [
      operation,
      rows.toSorted((a, b) => a - b),
    ]),
  );
  const placeOf = new Uint32Array(calls.count);
  for (const rows of runs.values()) for (const [place, row] of rows.entries()) placeOf[row] = place;
  const found = new Map([...runs.keys()].map((operation) => [operation, new Map<number, Repeat>()]));
  for (let i = 0; i < made.entry.length; i++) {
    const [entry, row] = [made.entry[i] ?? 0, made.row[i] ?? 0];
    const operation = operations.of[entry] ?? 0;
    const target = targets.group[row] ?? 0;
    const own = found.get(operation);
    const repeat =
      own?.get(target) ?? repeatOf(calls, runs.get(operation) ?? [], targetOf(calls, targets, row));
    own?.set(target, repeat);
    const place = placeOf[entry] ?? 0;
    repeat.values[place] = (repeat.values[place] ?? 0) + 1;
    repeat.spent[place] = (repeat.spent[place] ?? 0) + (calls.duration[row] ?? 0);
  }
  return [...found.values()].flatMap((own) => [...own.values()]);
}

function repeatOf(calls: Calls, rows: number[], target: Pick<Repeat, "kind" | "target">): Repeat {
  const [first = 0] = rows;
  return {
    service: calls.serviceOf(first),
    operation: calls.nameOf(first),
    ...target,
    rows,
    times: rows.map((row) => calls.start[row] ?? 0),
    values: rows.map(() => 0),
    spent: rows.map(() => 0),
  };
}

/** Goes through all traces from the top.
 *  @returns rows of entry spans, and of calls with the entry span that makes each */
function walked(calls: Calls, { kind }: Targets) {
  const entries: number[] = [];
  const made: { readonly entry: number[]; readonly row: number[] } = { entry: [], row: [] };
  const entryOf = new Int32Array(calls.count).fill(-1);
  const pending: number[] = [];
  for (let row = 0; row < calls.count; row++) if ((calls.parent[row] ?? -1) < 0) pending.push(row);
  for (let row = pending.pop(); row !== undefined; row = pending.pop()) {
    const above = entryOf[calls.parent[row] ?? -1] ?? -1;
    if (calls.isEntry(row)) entries.push(row);
    entryOf[row] = calls.isEntry(row) ? row : above;
    if (kind[row] !== none && above >= 0) {
      made.entry.push(above);
      made.row.push(row);
    }
    for (const child of calls.children[row] ?? []) pending.push(child);
  }
  return { entries, made };
}

const none = 0;
const kinds: readonly Repeat["kind"][] = ["service", "service", "statement", "peer"];
const [service, statement, peer] = [1, 2, 3] as const;

/** What each span is a call of, as numbers. */
interface Targets {
  readonly kind: Uint32Array;
  /** Number of the operation, statement or peer. */
  readonly number: Uint32Array;
  readonly group: Uint32Array;
}

function targetsOf(calls: Calls, operations: Uint32Array): Targets {
  const kind = new Uint32Array(calls.count);
  const number = new Uint32Array(calls.count);
  const set = (row: number, of: number, what: number) => {
    kind[row] = of;
    number[row] = what;
  };
  for (let row = 0; row < calls.count; row++) {
    if ((calls.parent[row] ?? -1) >= 0 && calls.isEntry(row)) set(row, service, operations[row] ?? 0);
    else if (calls.kind[row] !== 3 || (calls.children[row] ?? []).length > 0) continue;
    else if (calls.statement[row]) set(row, statement, calls.statement[row] ?? 0);
    else if (calls.peer[row]) set(row, peer, calls.peer[row] ?? 0);
  }
  return { kind, number, group: groupsOf([kind, number]).of };
}

function targetOf(calls: Calls, targets: Targets, row: number): Pick<Repeat, "kind" | "target"> {
  const kind = kinds[targets.kind[row] ?? 0] ?? "service";
  const target =
    kind === "service"
      ? `${calls.serviceOf(row)} ${calls.nameOf(row)}`
      : calls.names.text(targets.number[row] ?? 0);
  return { kind, target };
}
