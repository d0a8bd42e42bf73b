import { Ids } from "./ids.ts";
import { Names } from "./names.ts";
import { SpanIndex } from "./span-index.ts";

/** A span as the store has it. Times in milliseconds. */
export interface CallRow {
  readonly trace: string;
  readonly span: string;
  /** Empty: none. */
  readonly parent: string;
  readonly service: string;
  readonly pod: string;
  readonly name: string;
  /** As in OpenTelemetry: 1 internal, 2 server, 3 client, 4 producer, 5 consumer; 0 not told. */
  readonly kind: number;
  readonly isFailed: boolean;
  readonly start: number;
  readonly duration: number;
  /** A statement sent to a database, its literals taken out. */
  readonly statement: string;
  /** Whom a client span calls, by address; empty where that is not told. */
  readonly peer: string;
  /** Type or status of the failure, and its words. */
  readonly failure: string;
}

/** Spans in columns, in any order. Texts are numbers of `names`, ids are numbers of `ids`. */
export interface CallColumns {
  readonly ids: Ids;
  readonly names: Names;
  readonly trace: Uint32Array;
  readonly span: Uint32Array;
  readonly parent: Uint32Array;
  readonly service: Uint32Array;
  readonly pod: Uint32Array;
  readonly name: Uint32Array;
  readonly kind: Uint8Array;
  readonly isFailed: Uint8Array;
  readonly start: Float64Array;
  readonly duration: Float64Array;
  readonly statement: Uint32Array;
  readonly peer: Uint32Array;
  readonly failure: Uint32Array;
}

const childless: readonly number[] = [];

/** Spans of a sample of traces, sorted by start, in columns: one number a span and field. A span that was delivered twice is
 *  here once. */
export class Calls {
  readonly names: Names;
  readonly ids: Ids;
  readonly count: number;
  /** One trace of so many is here. */
  readonly sampling: number;
  readonly start: Float64Array;
  readonly duration: Float64Array;
  /** Row of the parent; -1 where there is none, or it is not here. */
  readonly parent: Int32Array;
  /** Whether the span says that it has no parent. */
  readonly isRoot: Uint8Array;
  readonly trace: Uint32Array;
  readonly span: Uint32Array;
  readonly service: Uint32Array;
  readonly pod: Uint32Array;
  readonly name: Uint32Array;
  readonly kind: Uint8Array;
  readonly isFailed: Uint8Array;
  readonly statement: Uint32Array;
  readonly peer: Uint32Array;
  readonly failure: Uint32Array;
  readonly #index: SpanIndex;
  /** Rows of the children of each row. */
  readonly children: readonly (readonly number[])[];

  constructor(columns: CallColumns, sampling = 1) {
    const order = inOrder(columns);
    const n = order.length;
    this.names = columns.names;
    this.ids = columns.ids;
    this.count = n;
    this.sampling = sampling;
    this.start = taken(columns.start, order, new Float64Array(n));
    this.duration = taken(columns.duration, order, new Float64Array(n));
    this.trace = taken(columns.trace, order, new Uint32Array(n));
    this.span = taken(columns.span, order, new Uint32Array(n));
    this.service = taken(columns.service, order, new Uint32Array(n));
    this.pod = taken(columns.pod, order, new Uint32Array(n));
    for (let row = 0; row < n; row++) this.pod[row] ||= this.service[row] ?? 0;
    this.name = taken(columns.name, order, new Uint32Array(n));
    this.kind = taken(columns.kind, order, new Uint8Array(n));
    this.isFailed = taken(columns.isFailed, order, new Uint8Array(n));
    this.statement = taken(columns.statement, order, new Uint32Array(n));
    this.peer = taken(columns.peer, order, new Uint32Array(n));
    this.failure = taken(columns.failure, order, new Uint32Array(n));
    this.#index = new SpanIndex(this.trace, this.span);
    for (let row = 0; row < n; row++) this.#index.add(row);
    const parents = taken(columns.parent, order, new Uint32Array(n));
    this.isRoot = Uint8Array.from(parents, (parent) => (parent === 0 ? 1 : 0));
    this.parent = Int32Array.from(parents, (parent, row) => this.rowOf(this.trace[row] ?? 0, parent));
    this.children = childrenOf(this.parent);
  }

  /** @param ids give the rows' ids their numbers, which lines of the same scene share */
  static fromRows(rows: readonly CallRow[], sampling = 1, ids = new Ids("utf8")): Calls {
    const names = new Names();
    const named = (of: (row: CallRow) => string) => Uint32Array.from(rows, (row) => names.number(of(row)));
    const known = (of: (row: CallRow) => string) => Uint32Array.from(rows, (row) => ids.number(of(row)));
    return new Calls(
      {
        ids,
        names,
        trace: known(({ trace }) => trace),
        span: known(({ span }) => span),
        parent: known(({ parent }) => parent),
        service: named(({ service }) => service),
        pod: named(({ pod }) => pod),
        name: named(({ name }) => name),
        kind: Uint8Array.from(rows, ({ kind }) => kind),
        isFailed: Uint8Array.from(rows, ({ isFailed }) => (isFailed ? 1 : 0)),
        start: Float64Array.from(rows, ({ start }) => start),
        duration: Float64Array.from(rows, ({ duration }) => duration),
        statement: named(({ statement }) => statement),
        peer: named(({ peer }) => peer),
        failure: named(({ failure }) => failure),
      },
      sampling,
    );
  }

  /** @param trace, span numbers of `ids`
   *  @returns -1 where the span is not here */
  rowOf(trace: number, span: number): number {
    return span === 0 ? -1 : this.#index.rowOf(trace, span);
  }

  end(row: number): number {
    return (this.start[row] ?? 0) + (this.duration[row] ?? 0);
  }

  serviceOf(row: number): string {
    return this.names.text(this.service[row] ?? 0);
  }

  podOf(row: number): string {
    return this.names.text(this.pod[row] ?? 0);
  }

  nameOf(row: number): string {
    return this.names.text(this.name[row] ?? 0);
  }

  traceOf(row: number): string {
    return this.ids.text(this.trace[row] ?? 0);
  }

  spanOf(row: number): string {
    return this.ids.text(this.span[row] ?? 0);
  }

  /** A span by which work comes into a service: another one called it, or nobody did. */
  isEntry(row: number): boolean {
    const parent = this.parent[row] ?? -1;
    return parent < 0 || this.service[parent] !== this.service[row];
  }
}

/** Rows in the order of their starts, each span once: the row that came first. */
function inOrder({ trace, span, start }: CallColumns): Uint32Array {
  const seen = new SpanIndex(trace, span);
  const rows = Uint32Array.from(trace.keys()).filter((row) => seen.add(row));
  return rows.toSorted((a, b) => (start[a] ?? 0) - (start[b] ?? 0));
}

type Column = Uint8Array | Uint32Array | Float64Array;

function taken<T extends Column>(column: T, order: Uint32Array, into: T): T {
  for (let row = 0; row < order.length; row++) into[row] = column[order[row] ?? 0] ?? 0;
  return into;
}

function childrenOf(parents: Int32Array): readonly (readonly number[])[] {
  const children: (number[] | undefined)[] = Array.from({ length: parents.length });
  for (let row = 0; row < parents.length; row++) {
    const parent = parents[row] ?? -1;
    if (parent < 0) continue;
    const known = children[parent];
    if (known) known.push(row);
    else children[parent] = [row];
  }
  return children.map((known) => known ?? childless);
}
