/** Texts that repeat: each once, and for every row which one it has. */
export interface Coded {
  readonly texts: readonly string[];
  readonly codes: Uint32Array;
}

interface Part {
  readonly rows: number;
  /** Where its values begin and end. */
  readonly start: number;
  readonly end: number;
  /** LowCardinality(String): where the numbers of its rows begin, and how many bytes each has. */
  readonly codes: number;
  readonly width: number;
}

interface Field {
  readonly type: string;
  readonly parts: Part[];
}

/** The answer to a SELECT in ClickHouse's `Native` format, column by column. Types of fixed width, `String` and
 *  `LowCardinality(String)`.
 *  Source: https://clickhouse.com/docs/interfaces/formats/Native and ClickHouse's `SerializationLowCardinality` */
export class Answer {
  rows = 0;
  readonly #bytes: Buffer;
  readonly #fields = new Map<string, Field>();
  #at = 0;

  /** @throws Error when a column has another type; RangeError when the bytes end too early */
  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    while (this.#at < bytes.length) this.#block();
  }

  /** Columns of `UInt8` and `FixedString`: the bytes of all rows end to end. */
  bytes(name: string): Uint8Array {
    const { parts } = this.#field(name, /^(?:UInt8|FixedString\(\d+\))$/);
    const [only] = parts;
    if (only && parts.length === 1) return this.#bytes.subarray(only.start, only.end);
    return Buffer.concat(parts.map(({ start, end }) => this.#bytes.subarray(start, end)));
  }

  floats(name: string): Float64Array {
    const { parts } = this.#field(name, /^Float64$/);
    const values = new Float64Array(this.rows);
    const into = new Uint8Array(values.buffer);
    let at = 0;
    for (const { start, end } of parts) {
      into.set(this.#bytes.subarray(start, end), at);
      at += end - start;
    }
    return values;
  }

  texts(name: string): string[] {
    const texts: string[] = [];
    for (const { rows, start } of this.#field(name, /^String$/).parts) this.#readTexts(rows, start, texts);
    return texts;
  }

  coded(name: string): Coded {
    const { parts } = this.#field(name, /^LowCardinality\(String\)$/);
    const texts: string[] = [];
    const codes = new Uint32Array(this.rows);
    const known = new Map<string, number>();
    let row = 0;
    for (const { rows, start, end, codes: from, width } of parts) {
      const own = Uint32Array.from(this.#textsBetween(start, end), (text) => {
        const code = known.get(text) ?? known.size;
        if (code === known.size) texts.push(text);
        known.set(text, code);
        return code;
      });
      for (let i = 0; i < rows; i++)
        codes[row++] = own[this.#bytes.readUIntLE(from + i * width, width)] as number;
    }
    return { texts, codes };
  }

  #field(name: string, type: RegExp): Field {
    const field = this.#fields.get(name);
    if (!field) {
      if (this.rows === 0) return { type: "", parts: [] };
      throw new Error(`the answer has no column ${name}`);
    }
    if (!type.test(field.type)) throw new Error(`column ${name} is ${field.type}`);
    return field;
  }

  #block(): void {
    const columns = this.#varint();
    const rows = this.#varint();
    for (let column = 0; column < columns; column++) {
      const name = this.#text();
      const type = this.#text();
      const field = this.#fields.get(name) ?? { type, parts: [] };
      this.#fields.set(name, field);
      if (rows > 0) field.parts.push(this.#part(type, rows));
    }
    this.rows += rows;
  }

  #part(type: string, rows: number): Part {
    if (type === "LowCardinality(String)") return this.#codedPart(rows);
    const start = this.#at;
    if (type === "String") this.#skipTexts(rows);
    else this.#skip(rows * widthOf(type));
    return { rows, start, end: this.#at, codes: 0, width: 0 };
  }

  /** The version of the serialisation, flags, the texts, the numbers of the rows. */
  #codedPart(rows: number): Part {
    this.#skip(8);
    const width = 2 ** (this.#u64() & 255);
    const count = this.#u64();
    const start = this.#at;
    this.#skipTexts(count);
    const end = this.#at;
    this.#skip(8);
    const codes = this.#at;
    this.#skip(rows * width);
    return { rows, start, end, codes, width };
  }

  #skip(bytes: number): void {
    this.#at += bytes;
    if (this.#at > this.#bytes.length) throw new RangeError("the answer ends too early");
  }

  #skipTexts(count: number): void {
    for (let i = 0; i < count; i++) this.#skip(this.#varint());
  }

  #readTexts(count: number, start: number, into: string[]): void {
    this.#at = start;
    for (let i = 0; i < count; i++) into.push(this.#text());
  }

  #textsBetween(start: number, end: number): string[] {
    const texts: string[] = [];
    this.#at = start;
    while (this.#at < end) texts.push(this.#text());
    return texts;
  }

  #text(): string {
    const length = this.#varint();
    const start = this.#at;
    this.#skip(length);
    return this.#bytes.toString("utf8", start, this.#at);
  }

  #u64(): number {
    const value = Number(this.#bytes.readBigUInt64LE(this.#at));
    this.#at += 8;
    return value;
  }

  #varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#bytes.readUInt8(this.#at++);
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }
}

function widthOf(type: string): number {
  const width = /^(?:U?Int|Float)(\d+)$/.exec(type)?.[1];
  if (width) return Number(width) / 8;
  const length = /^FixedString\((\d+)\)$/.exec(type)?.[1];
  if (length) return Number(length);
  throw new Error(`columns of ${type} are not read`);
}
