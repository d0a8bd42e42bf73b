import { Bytes } from "./bytes.ts";
import { Dictionary } from "./dictionary.ts";

/** A column that can be written in ClickHouse's `Native` format and set back to an earlier length.
 *  Source: https://clickhouse.com/docs/interfaces/formats/Native and ClickHouse's `SerializationLowCardinality` */
export interface Column {
  readonly type: string;
  readonly rows: number;
  /** What comes before the data: the version of low-cardinality serialisation, where there is one inside. */
  prefix(into: Uint8Array[]): void;
  data(into: Uint8Array[]): void;
  mark(): void;
  rollback(): void;
  clear(): void;
}

/** Any type of fixed width: numbers, FixedString, DateTime64. */
export class FixedColumn implements Column {
  readonly type: string;
  readonly bytes: Bytes;
  readonly #width: number;
  #marked = 0;

  constructor(type: string, width: number) {
    this.type = type;
    this.#width = width;
    this.bytes = new Bytes(width * 1024);
  }
  get rows(): number {
    return this.bytes.length / this.#width;
  }
  prefix(): void {}
  data(into: Uint8Array[]): void {
    into.push(this.bytes.written());
  }
  mark(): void {
    this.#marked = this.bytes.length;
  }
  rollback(): void {
    this.bytes.length = this.#marked;
  }
  clear(): void {
    this.bytes.length = 0;
  }
}

export class StringColumn implements Column {
  readonly type = "String";
  readonly bytes = new Bytes(65_536);
  rows = 0;
  #markedRows = 0;
  #markedLength = 0;

  push(source: Uint8Array, start: number, end: number): void {
    this.bytes.varint(end - start);
    this.bytes.copy(source, start, end);
    this.rows++;
  }
  /** A string with its length before it, as Protocol Buffers and ClickHouse both write it. */
  pushEncoded(source: Uint8Array, start: number, end: number): void {
    this.bytes.copy(source, start, end);
    this.rows++;
  }
  pushText(text: string): void {
    this.bytes.text(text);
    this.rows++;
  }
  /** The decimal digits of an integer from 0 to 2^31 - 1. */
  pushInteger(value: number): void {
    let digits = 1;
    for (let power = 10; power <= value; power *= 10) digits++;
    this.bytes.byte(digits);
    let at = this.bytes.reserve(digits) + digits;
    let rest = value;
    for (let i = 0; i < digits; i++) {
      this.bytes.view.setUint8(--at, 48 + (rest % 10));
      rest = (rest / 10) | 0;
    }
    this.rows++;
  }
  prefix(): void {}
  data(into: Uint8Array[]): void {
    into.push(this.bytes.written());
  }
  mark(): void {
    this.#markedRows = this.rows;
    this.#markedLength = this.bytes.length;
  }
  rollback(): void {
    this.rows = this.#markedRows;
    this.bytes.length = this.#markedLength;
  }
  clear(): void {
    this.rows = 0;
    this.bytes.length = 0;
  }
}

const version = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
const hasAdditionalKeys = 1 << 9;
const needsUpdate = 1 << 10;

/** LowCardinality(String): distinct values once, then a number a row. */
export class LowCardinalityColumn implements Column {
  readonly type = "LowCardinality(String)";
  readonly dictionary = new Dictionary();
  rows = 0;
  #indexes = new Uint32Array(1024);
  #marked = 0;

  push(source: Uint8Array, start: number, end: number): void {
    this.pushIndex(this.dictionary.of(source, start, end));
  }
  pushText(text: string): void {
    this.pushIndex(this.dictionary.ofText(text));
  }
  pushIndex(index: number): void {
    if (this.rows === this.#indexes.length) {
      const larger = new Uint32Array(this.rows * 2);
      larger.set(this.#indexes);
      this.#indexes = larger;
    }
    this.#indexes[this.rows++] = index;
  }
  prefix(into: Uint8Array[]): void {
    into.push(version);
  }
  data(into: Uint8Array[]): void {
    if (this.rows === 0) return;
    const width = this.dictionary.count <= 256 ? 0 : this.dictionary.count <= 65_536 ? 1 : 2;
    const head = new Bytes(24);
    head.u64(hasAdditionalKeys | needsUpdate | width, 0);
    head.u64(this.dictionary.count, 0);
    const count = new Bytes(8);
    count.u64(this.rows, 0);
    into.push(head.written(), this.dictionary.strings.written(), count.written(), this.#narrowed(width));
  }
  mark(): void {
    this.#marked = this.rows;
  }
  rollback(): void {
    this.rows = this.#marked;
  }
  clear(): void {
    this.rows = 0;
    this.dictionary.clear();
  }

  #narrowed(width: number): Uint8Array {
    const indexes = this.#indexes.subarray(0, this.rows);
    const narrow = width === 0 ? Uint8Array.from(indexes) : width === 1 ? Uint16Array.from(indexes) : indexes;
    return new Uint8Array(narrow.buffer, narrow.byteOffset, narrow.byteLength);
  }
}

/** Where each row of an array ends. Arrays of equal lengths may share one. */
export class Offsets extends FixedColumn {
  constructor() {
    super("UInt64", 8);
  }
}

/** Array(T): the elements of a row go into `inner`, then its end into the offsets, by `end()` of this column or of
 *  the one that it shares them with. */
export class ArrayColumn<Inner extends Column> implements Column {
  readonly type: string;
  readonly inner: Inner;
  readonly #offsets: Offsets;

  constructor(inner: Inner, offsets = new Offsets()) {
    this.inner = inner;
    this.#offsets = offsets;
    this.type = `Array(${inner.type})`;
  }
  get rows(): number {
    return this.#offsets.rows;
  }
  end(): void {
    this.#offsets.bytes.u64(this.inner.rows, 0);
  }
  prefix(into: Uint8Array[]): void {
    this.inner.prefix(into);
  }
  data(into: Uint8Array[]): void {
    this.#offsets.data(into);
    this.inner.data(into);
  }
  mark(): void {
    this.#offsets.mark();
    this.inner.mark();
  }
  rollback(): void {
    this.#offsets.rollback();
    this.inner.rollback();
  }
  clear(): void {
    this.#offsets.clear();
    this.inner.clear();
  }
}

/** Map(LowCardinality(String), String): push a key and a value each, then `end()`. */
export class MapColumn implements Column {
  readonly type = "Map(LowCardinality(String), String)";
  readonly keys = new LowCardinalityColumn();
  readonly values = new StringColumn();
  readonly #offsets = new Offsets();

  get rows(): number {
    return this.#offsets.rows;
  }
  end(): void {
    this.#offsets.bytes.u64(this.values.rows, 0);
  }
  prefix(into: Uint8Array[]): void {
    this.keys.prefix(into);
  }
  data(into: Uint8Array[]): void {
    this.#offsets.data(into);
    this.keys.data(into);
    this.values.data(into);
  }
  mark(): void {
    this.#offsets.mark();
    this.keys.mark();
    this.values.mark();
  }
  rollback(): void {
    this.#offsets.rollback();
    this.keys.rollback();
    this.values.rollback();
  }
  clear(): void {
    this.#offsets.clear();
    this.keys.clear();
    this.values.clear();
  }
}
