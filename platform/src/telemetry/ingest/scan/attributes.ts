import type { Dictionary, LowCardinalityColumn, MapColumn } from "@naru/clickhouse";
import { BYTES, type Ranges, type Reader, tagOf } from "@naru/otlp";
import { cut, type Limits } from "./limits.ts";
import { writeValue } from "./value.ts";

const KEY = tagOf(1, BYTES);
const VALUE = tagOf(2, BYTES);

/** Writes attribute sets: a map of key to text, and one letter a key for its type. Of a key that is given twice
 *  the first value is kept; what is over the limits is dropped; both are counted. */
export class AttributeWriter {
  readonly #limits: Limits;
  readonly #types: Buffer;
  /** By number of the key in the column's dictionary: the set in which it was seen last. */
  #seen = new Int32Array(256);
  #set = 0;
  /** By number of a key plus one (0: the start of a set), the key that followed it last. */
  readonly #followers = new Int32Array(4096);
  #previous = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#types = Buffer.alloc(limits.attributeCount);
  }

  /** @returns how many attributes were dropped
   *  @throws  MalformedError */
  write(reader: Reader, given: Ranges, map: MapColumn, types: LowCardinalityColumn): number {
    const { starts, ends, count } = given;
    const most = this.#limits.attributeCount;
    let kept = 0;
    this.#startSet();
    for (let i = 0; i < count && kept < most; i++) {
      if (this.#writeOne(reader, starts[i] as number, ends[i] as number, map, kept)) kept++;
    }
    map.end();
    types.push(this.#types, 0, kept);
    return count - kept;
  }

  #writeOne(reader: Reader, start: number, end: number, map: MapColumn, index: number): boolean {
    const { buffer } = reader;
    // Nearly every attribute is a key of less than 128 bytes, then a value that fills the rest.
    const keyLength = buffer[start + 1] as number;
    const valueAt = start + 2 + keyLength;
    const isPlain =
      valueAt + 2 <= end &&
      keyLength < 128 &&
      buffer[start] === KEY &&
      buffer[valueAt] === VALUE &&
      (buffer[valueAt + 1] as number) < 128 &&
      valueAt + 2 + (buffer[valueAt + 1] as number) === end;
    if (isPlain) return this.#keep(reader, start + 2, valueAt, valueAt + 2, end, map, index);
    return this.#writeAny(reader, start, end, map, index);
  }

  #writeAny(reader: Reader, start: number, end: number, map: MapColumn, index: number): boolean {
    let keyStart = start;
    let keyEnd = start;
    let valueStart = start;
    let valueEnd = start;
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.tag(end);
      if (tag === KEY) {
        reader.range(end);
        keyStart = reader.start;
        keyEnd = reader.end;
      } else if (tag === VALUE) {
        reader.range(end);
        valueStart = reader.start;
        valueEnd = reader.end;
      } else reader.skip(tag, end);
    }
    return this.#keep(reader, keyStart, keyEnd, valueStart, valueEnd, map, index);
  }

  #keep(
    reader: Reader,
    keyStart: number,
    keyEnd: number,
    valueStart: number,
    valueEnd: number,
    map: MapColumn,
    index: number,
  ): boolean {
    const key = this.#keyOf(
      map.keys.dictionary,
      reader.buffer,
      keyStart,
      cut(reader.buffer, keyStart, keyEnd, this.#limits.nameLength),
    );
    if (this.#isRepeated(key)) return false;
    map.keys.pushIndex(key);
    this.#types[index] = writeValue(reader, valueStart, valueEnd, map.values, this.#limits.attributeLength);
    return true;
  }

  /** Senders write the same keys in the same order again and again: the one that followed last time is tried
   *  before the dictionary is searched. */
  #keyOf(dictionary: Dictionary, buffer: Uint8Array, start: number, end: number): number {
    const before = this.#previous;
    const likely = before < this.#followers.length ? (this.#followers[before] as number) : 0;
    const key = dictionary.is(likely, buffer, start, end) ? likely : dictionary.of(buffer, start, end);
    if (before < this.#followers.length) this.#followers[before] = key;
    this.#previous = key + 1;
    return key;
  }

  /** Sets are numbered in 31 bits. */
  #startSet(): void {
    if (this.#set === 0x7fff_ffff) {
      this.#seen.fill(0);
      this.#set = 0;
    }
    this.#set++;
    this.#previous = 0;
  }

  /** Numbers of keys differ between columns, so one writer serves one column. */
  #isRepeated(key: number): boolean {
    if (key >= this.#seen.length) {
      const larger = new Int32Array(Math.max(key + 1, this.#seen.length * 2));
      larger.set(this.#seen);
      this.#seen = larger;
    }
    if (this.#seen[key] === this.#set) return true;
    this.#seen[key] = this.#set;
    return false;
  }
}
