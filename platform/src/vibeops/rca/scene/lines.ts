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

/** Log records sorted by time, each with the statement that wrote it. A record that was delivered twice is here once. */
export class Lines {
  readonly names = new Names();
  readonly rows: readonly LineRow[];
  /** The statement of each row. */
  readonly statement: Uint32Array;

  constructor(unsorted: readonly LineRow[]) {
    const seen = new Set<string>();
    this.rows = unsorted
      .filter((row) => {
        const id = `${row.at}\n${row.span}\n${row.pod}\n${row.body}`;
        return !seen.has(id) && seen.add(id);
      })
      .toSorted((a, b) => a.at - b.at);
    this.statement = Uint32Array.from(this.rows, ({ body, code }) =>
      this.names.number(code || statementOf(body)),
    );
  }
}
