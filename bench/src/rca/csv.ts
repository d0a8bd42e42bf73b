/** What is wrong with a file of a data folder, and where. */
export class DataError extends Error {
  readonly code = "RCA_DATA";

  constructor(file: string, line: number | undefined, reason: string, options?: ErrorOptions) {
    super(`${file}${line === undefined ? "" : `:${line}`}: ${reason}`, options);
    this.name = "DataError";
  }
}

export interface CsvRow {
  /** Where the row begins; the first line of the file is 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** Reads comma-separated values strictly: every row as wide as the first, quotes only around whole cells, a quote inside
 *  doubled. Ends of line are LF or CRLF.
 *  @param file  named in errors
 *  @throws DataError with file and line
 *  Source: RFC 4180 */
export function csvRows(text: string, file: string): CsvRow[] {
  const reader = new CsvReader(text.startsWith("\uFEFF") ? text.slice(1) : text, file);
  const rows: CsvRow[] = [];
  for (let row = reader.next(); row; row = reader.next()) {
    const width = rows[0]?.cells.length ?? row.cells.length;
    if (row.cells.length !== width)
      throw new DataError(file, row.line, `${row.cells.length} cells where the first row has ${width}`);
    rows.push(row);
  }
  return rows;
}

/** Rows by the names in the first one. */
export interface CsvTable<Column extends string> {
  readonly rows: readonly CsvRow[];
  /** Where each column stands. */
  readonly at: Readonly<Record<Column, number>>;
  readonly header: readonly string[];
}

/** @param columns  what must be there; others may be
 *  @throws DataError with file and line */
export function csvTable<const Column extends string>(
  text: string,
  file: string,
  columns: readonly Column[],
): CsvTable<Column> {
  const [first, ...rows] = csvRows(text, file);
  const header = first?.cells ?? [];
  const missing = columns.filter((column) => !header.includes(column));
  if (missing.length > 0) throw new DataError(file, 1, `no column ${missing.join(", ")}`);
  const at = Object.fromEntries(columns.map((column) => [column, header.indexOf(column)]));
  return { rows, header, at: at as Record<Column, number> };
}

class CsvReader {
  readonly #text: string;
  readonly #file: string;
  #at = 0;
  #line = 1;

  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
  }

  next(): CsvRow | undefined {
    if (this.#at >= this.#text.length) return undefined;
    const line = this.#line;
    const cells: string[] = [];
    do cells.push(this.#text[this.#at] === '"' ? this.#quoted() : this.#bare());
    while (this.#goesOn());
    return { line, cells };
  }

  /** Past the separator: true for a comma, false at the end of the row. */
  #goesOn(): boolean {
    const after = this.#text[this.#at++];
    if (after === ",") return true;
    if (after === undefined || after === "\n") this.#line++;
    else if (after === "\r" && this.#text[this.#at] === "\n") {
      this.#at++;
      this.#line++;
    } else throw new DataError(this.#file, this.#line, "text after a closing quote");
    return false;
  }

  #bare(): string {
    const start = this.#at;
    for (; this.#at < this.#text.length; this.#at++) {
      const char = this.#text[this.#at];
      if (char === "," || char === "\n" || (char === "\r" && this.#text[this.#at + 1] === "\n")) break;
      if (char === '"')
        throw new DataError(this.#file, this.#line, "a quote inside a cell that has none around");
    }
    return this.#text.slice(start, this.#at);
  }

  #quoted(): string {
    const opened = this.#line;
    let value = "";
    for (let from = this.#at + 1; ;) {
      const quote = this.#text.indexOf('"', from);
      if (quote === -1) throw new DataError(this.#file, opened, "a quote that is not closed");
      const part = this.#text.slice(from, quote);
      this.#line += part.split("\n").length - 1;
      value += part;
      if (this.#text[quote + 1] !== '"') {
        this.#at = quote + 1;
        return value;
      }
      value += '"';
      from = quote + 2;
    }
  }
}
