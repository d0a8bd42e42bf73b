import { Bytes } from "./bytes.ts";
import type { Column } from "./columns.ts";

/** Columns of equal length on their way into one table. */
export class Block<Columns extends Readonly<Record<string, Column>>> {
  readonly columns: Columns;
  readonly names: readonly string[];
  readonly #list: readonly Column[];

  constructor(columns: Columns) {
    this.columns = columns;
    this.names = Object.keys(columns);
    this.#list = Object.values(columns);
  }

  get rows(): number {
    return this.#list[0]?.rows ?? 0;
  }

  /** Remembers this length; `rollback` returns to it. */
  mark(): void {
    for (const column of this.#list) column.mark();
  }

  rollback(): void {
    for (const column of this.#list) column.rollback();
  }

  clear(): void {
    for (const column of this.#list) column.clear();
  }

  /** The rows in ClickHouse's `Native` format. A copy: the columns may be cleared at once.
   *  @throws Error when the columns differ in length, which is a mistake of the program */
  toNative(): Buffer {
    const { rows } = this;
    const parts: Uint8Array[] = [];
    const head = new Bytes(16);
    head.varint(this.#list.length);
    head.varint(rows);
    parts.push(head.written());
    this.#list.forEach((column, i) => {
      if (column.rows !== rows)
        throw new Error(`column ${this.names[i]} has ${column.rows} rows, not ${rows}`);
      const title = new Bytes(64);
      title.text(this.names[i] ?? "");
      title.text(column.type);
      parts.push(title.written());
      column.prefix(parts);
      column.data(parts);
    });
    return Buffer.concat(parts);
  }
}
