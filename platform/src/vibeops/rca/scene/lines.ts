import type { Ids } from "./ids.ts";
import { Names } from "./names.ts";
import { statementOf } from "./statement.ts";

/** A log record as the store has it. */
export interface LineRow {
  readonly at: number;
  readonly service: string;
  readonly pod: string;
  /** OpenTelemetry's severity number; 0 not told. */
  readonly severity: number;
  readonly trace: string;
  readonly span: string;
  readonly body: string;
  /** Where it was written, as the record's own attributes say. */
  readonly code: string;
}

/** Log records in columns, in any order. */
export interface LineColumns {
  readonly ids: Ids;
  readonly names: Names;
  readonly at: Float64Array;
  readonly service: Uint32Array;
  readonly pod: Uint32Array;
  readonly severity: Uint8Array;
  readonly trace: Uint32Array;
  readonly span: Uint32Array;
  readonly body: readonly string[];
  readonly code: Uint32Array;
}

/** A log record. The numbers of its ids are those of the scene's calls. */
class Line implements LineRow {
  readonly at: number;
  readonly service: string;
  readonly pod: string;
  readonly severity: number;
  readonly body: string;
  readonly code: string;
  readonly traceNumber: number;
  readonly spanNumber: number;
  readonly #ids: Ids;

  constructor(columns: LineColumns, row: number) {
    const { names } = columns;
    this.#ids = columns.ids;
    this.at = columns.at[row] ?? 0;
    this.service = names.text(columns.service[row] ?? 0);
    this.pod = names.text(columns.pod[row] ?? 0);
    this.severity = columns.severity[row] ?? 0;
    this.body = columns.body[row] ?? "";
    this.code = names.text(columns.code[row] ?? 0);
    this.traceNumber = columns.trace[row] ?? 0;
    this.spanNumber = columns.span[row] ?? 0;
  }

  get trace(): string {
    return this.#ids.text(this.traceNumber);
  }

  get span(): string {
    return this.#ids.text(this.spanNumber);
  }
}

/** Log records sorted by time, each with the statement that wrote it. A record that was delivered twice is here once. */
export class Lines {
  readonly names = new Names();
  readonly rows: readonly Line[];
  /** The statement of each row. */
  readonly statement: Uint32Array;

  constructor(columns: LineColumns) {
    const order = Uint32Array.from(columns.at.keys()).toSorted(
      (a, b) => (columns.at[a] ?? 0) - (columns.at[b] ?? 0),
    );
    this.rows = once(Array.from(order, (row) => new Line(columns, row)));
    const known = new Map<string, number>();
    this.statement = Uint32Array.from(this.rows, ({ body, code }) => {
      if (code !== "") return this.names.number(code);
      const number = known.get(body) ?? this.names.number(statementOf(body));
      known.set(body, number);
      return number;
    });
  }

  /** @param ids those of the scene's calls */
  static fromRows(rows: readonly LineRow[], ids: Ids): Lines {
    const names = new Names();
    const named = (of: (row: LineRow) => string) => Uint32Array.from(rows, (row) => names.number(of(row)));
    return new Lines({
      ids,
      names,
      at: Float64Array.from(rows, ({ at }) => at),
      service: named(({ service }) => service),
      pod: named(({ pod }) => pod),
      severity: Uint8Array.from(rows, ({ severity }) => severity),
      trace: Uint32Array.from(rows, ({ trace }) => ids.number(trace)),
      span: Uint32Array.from(rows, ({ span }) => ids.number(span)),
      body: rows.map(({ body }) => body),
      code: named(({ code }) => code),
    });
  }
}

/** @param sorted by time, so that what was delivered twice stands among those of the same moment */
function once(sorted: readonly Line[]): Line[] {
  const seen = new Set<string>();
  return sorted.filter((line, index) => {
    const isFirst = sorted[index - 1]?.at !== line.at;
    if (isFirst) seen.clear();
    if (isFirst && sorted[index + 1]?.at !== line.at) return true;
    const id = `${line.spanNumber}\n${line.pod}\n${line.body}`;
    return !seen.has(id) && seen.add(id);
  });
}
