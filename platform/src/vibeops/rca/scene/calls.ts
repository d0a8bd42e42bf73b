import { Names } from "./names.ts";

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

/** Spans of a sample of traces, sorted by start, in columns: one number a span and field. A span that was delivered twice is
 *  here once. */
export class Calls {
  readonly names = new Names();
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
  readonly service: Uint32Array;
  readonly pod: Uint32Array;
  readonly name: Uint32Array;
  readonly kind: Uint8Array;
  readonly isFailed: Uint8Array;
  readonly statement: Uint32Array;
  readonly peer: Uint32Array;
  readonly failure: Uint32Array;
  readonly spanIds: readonly string[];
  readonly #rows: ReadonlyMap<string, number>;
  /** Rows of the children of each row. */
  readonly children: readonly (readonly number[])[];

  constructor(unsorted: readonly CallRow[], sampling = 1) {
    const seen = new Set<string>();
    const rows = unsorted
      .filter(({ trace, span }) => !seen.has(`${trace}${span}`) && seen.add(`${trace}${span}`))
      .toSorted((a, b) => a.start - b.start);
    const n = rows.length;
    const { names } = this;
    const column = (of: (row: CallRow) => string) => Uint32Array.from(rows, (row) => names.number(of(row)));
    this.count = n;
    this.sampling = sampling;
    this.start = Float64Array.from(rows, ({ start }) => start);
    this.duration = Float64Array.from(rows, ({ duration }) => duration);
    this.isRoot = Uint8Array.from(rows, ({ parent }) => (parent === "" ? 1 : 0));
    this.trace = column(({ trace }) => trace);
    this.service = column(({ service }) => service);
    this.pod = column(({ pod, service }) => pod || service);
    this.name = column(({ name }) => name);
    this.kind = Uint8Array.from(rows, ({ kind }) => kind);
    this.isFailed = Uint8Array.from(rows, ({ isFailed }) => (isFailed ? 1 : 0));
    this.statement = column(({ statement }) => statement);
    this.peer = column(({ peer }) => peer);
    this.failure = column(({ failure }) => failure);
    this.spanIds = rows.map(({ span }) => span);
    this.#rows = new Map(rows.map(({ trace, span }, row) => [`${trace}${span}`, row]));
    this.parent = Int32Array.from(rows, ({ trace, parent }) => this.rowOf(trace, parent));
    const children: number[][] = rows.map(() => []);
    for (const [row, parent] of this.parent.entries()) children[parent]?.push(row);
    this.children = children;
  }

  /** @returns -1 where the span is not here */
  rowOf(trace: string, span: string): number {
    return span === "" ? -1 : (this.#rows.get(`${trace}${span}`) ?? -1);
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
    return this.names.text(this.trace[row] ?? 0);
  }

  /** A span by which work comes into a service: another one called it, or nobody did. */
  isEntry(row: number): boolean {
    const parent = this.parent[row] ?? -1;
    return parent < 0 || this.service[parent] !== this.service[row];
  }
}
