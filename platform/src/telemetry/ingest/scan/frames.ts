import { hash } from "node:crypto";
import { Block, Dictionary, FixedColumn, LowCardinalityColumn, StringColumn } from "@naru/clickhouse";
import { BYTES, type ProfileDictionary, type Ranges, type Reader, tagOf, VARINT } from "@naru/otlp";
import { cut, type Limits } from "./limits.ts";

const columnsOfFrames = () => ({
  day: new FixedColumn("Date", 2),
  service: new LowCardinalityColumn(),
  frame_id: new FixedColumn("UInt64", 8),
  function: new StringColumn(),
  file: new LowCardinalityColumn(),
  line: new FixedColumn("UInt32", 4),
  start_line: new FixedColumn("UInt32", 4),
  module: new LowCardinalityColumn(),
  type: new LowCardinalityColumn(),
});

/** A frame as the sender described it: texts as bytes. */
interface Frame {
  readonly name: Uint8Array;
  readonly file: Uint8Array;
  readonly line: number;
  readonly startLine: number;
  readonly module: Uint8Array;
  /** `profile.frame.type`: v8js, native, kernel, jvm, … */
  readonly type: Uint8Array;
}

const nothing = Buffer.alloc(0);
const frameType = Buffer.from("profile.frame.type");
const mostKnown = 200_000;

/** Frames: each is stored once a day and service, and named by a hash of what it says. */
export class FrameRegistry {
  readonly block = new Block(columnsOfFrames());
  readonly #limits: Limits;
  readonly #known = new Dictionary();
  /** Eight bytes of id by number in `#known`. */
  readonly #ids: Buffer[] = [];
  #day = -1;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  startDay(day: number): void {
    if (day === this.#day && this.#known.count < mostKnown) return;
    this.#day = day;
    this.forget();
  }

  forget(): void {
    this.#known.clear();
    this.#ids.length = 0;
  }

  /** Ids of the frames of a location, outermost first: what was inlined comes after what it was inlined into. An unknown
   *  location has none.
   *  @throws MalformedError */
  of(reader: Reader, dictionary: ProfileDictionary, location: number, service: Buffer): Buffer[] {
    if (!moveTo(reader, dictionary.locations, location)) return [];
    const end = dictionary.locations.ends[location] as number;
    const lines: [number, number][] = [];
    let mapping = 0;
    let address = "";
    let type: Uint8Array = nothing;
    while (reader.pos < end) {
      const tag = reader.tag(end);
      if (tag === tagOf(1, VARINT)) mapping = reader.varint32(end);
      else if (tag === tagOf(2, VARINT)) {
        reader.varint64(end);
        address = `0x${((BigInt(reader.high) << 32n) | BigInt(reader.low)).toString(16)}`;
      } else if (tag === tagOf(3, BYTES)) {
        reader.range(end);
        lines.push([reader.start, reader.end]);
      } else if (tag === tagOf(4, BYTES)) {
        reader.range(end);
        const next = reader.end;
        type = this.#typeOf(reader, dictionary, reader.start, next);
        reader.pos = next;
      } else reader.skip(tag, end);
    }
    const module = this.#nameAt(reader, dictionary, dictionary.mappings, mapping, 4);
    const rest = { module, type };
    if (lines.length === 0) return [this.#idOf({ ...unnamed(address), ...rest }, service)];
    return lines
      .toReversed()
      .map(([start, stop]) =>
        this.#idOf({ ...this.#lineOf(reader, dictionary, start, stop, address), ...rest }, service),
      );
  }

  /** The id of a frame that stands for those that were left out. */
  leftOut(service: Buffer): Buffer {
    return this.#idOf({ ...unnamed(""), name: Buffer.from("…"), module: nothing, type: nothing }, service);
  }

  #lineOf(reader: Reader, dictionary: ProfileDictionary, start: number, end: number, address: string) {
    let fn = 0;
    let line = 0;
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.tag(end);
      if (tag === tagOf(1, VARINT)) fn = reader.varint32(end);
      else if (tag === tagOf(2, VARINT)) line = lineNumber(reader, end);
      else reader.skip(tag, end);
    }
    const { functions } = dictionary;
    const name = this.#nameAt(reader, dictionary, functions, fn, 1);
    const systemName = name.length > 0 ? name : this.#nameAt(reader, dictionary, functions, fn, 2);
    return {
      name: systemName.length > 0 ? systemName : unnamed(address).name,
      file: this.#nameAt(reader, dictionary, functions, fn, 3),
      line,
      startLine: numberAt(reader, functions, fn, 4),
    };
  }

  /** The string to which a field of a table's entry refers. */
  #nameAt(
    reader: Reader,
    dictionary: ProfileDictionary,
    table: Ranges,
    entry: number,
    field: number,
  ): Uint8Array {
    return this.#string(reader, dictionary, numberAt(reader, table, entry, field));
  }

  #string(reader: Reader, { strings }: ProfileDictionary, index: number): Uint8Array {
    if (index >= strings.count) return nothing;
    const start = strings.starts[index] as number;
    const end = cut(reader.buffer, start, strings.ends[index] as number, this.#limits.nameLength);
    return reader.buffer.subarray(start, end);
  }

  #typeOf(reader: Reader, dictionary: ProfileDictionary, start: number, end: number): Uint8Array {
    const { attributes } = dictionary;
    reader.pos = start;
    while (reader.pos < end) {
      const index = reader.varint32(end);
      const next = reader.pos;
      const key = this.#nameAt(reader, dictionary, attributes, index, 1);
      if (frameType.equals(key)) return textAt(reader, attributes, index);
      reader.pos = next;
    }
    return nothing;
  }

  #idOf(frame: Frame, service: Buffer): Buffer {
    const { name, file, module, type, line, startLine } = frame;
    const numbers = Buffer.from(
      Uint32Array.of(line, startLine, name.length, file.length, module.length).buffer,
    );
    const key = Buffer.concat([numbers, name, file, module, type, service]);
    const before = this.#known.count;
    const index = this.#known.of(key, 0, key.length);
    if (index < before) return this.#ids[index] as Buffer;
    const id = hash("sha256", key.subarray(0, key.length - service.length), "buffer").subarray(0, 8);
    this.#ids[index] = id;
    this.#store(frame, service, id);
    return id;
  }

  #store({ name, file, line, startLine, module, type }: Frame, service: Buffer, id: Buffer): void {
    const c = this.block.columns;
    const at = c.day.bytes.reserve(2);
    c.day.bytes.buffer.writeUInt16LE(this.#day, at);
    c.service.push(service, 0, service.length);
    c.frame_id.bytes.copy(id, 0, 8);
    c.function.push(name, 0, name.length);
    c.file.push(file, 0, file.length);
    c.line.bytes.u32(line);
    c.start_line.bytes.u32(startLine);
    c.module.push(module, 0, module.length);
    c.type.push(type, 0, type.length);
  }
}

const unnamed = (address: string) => ({
  name: Buffer.from(address === "" || address === "0x0" ? "[unknown]" : address),
  file: nothing,
  line: 0,
  startLine: 0,
});

/** Moves the reader to the start of an entry; false where there is none. */
function moveTo(reader: Reader, table: Ranges, entry: number): boolean {
  if (entry >= table.count) return false;
  reader.pos = table.starts[entry] as number;
  return true;
}

function numberAt(reader: Reader, table: Ranges, entry: number, field: number): number {
  if (!moveTo(reader, table, entry)) return 0;
  const end = table.ends[entry] as number;
  let found = 0;
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === tagOf(field, VARINT)) found = lineNumber(reader, end);
    else reader.skip(tag, end);
  }
  return found;
}

/** A varint of 31 bits; negative and larger ones are none. */
function lineNumber(reader: Reader, end: number): number {
  reader.varint64(end);
  return reader.high === 0 && reader.low < 0x8000_0000 ? reader.low : 0;
}

/** The text of an attribute's value; empty when it is none. */
function textAt(reader: Reader, attributes: Ranges, entry: number): Uint8Array {
  if (!moveTo(reader, attributes, entry)) return nothing;
  const end = attributes.ends[entry] as number;
  while (reader.pos < end) {
    const tag = reader.tag(end);
    reader.skip(tag, end);
    if (tag !== tagOf(2, BYTES)) continue;
    const { buffer, start, end: stop } = reader;
    if (start === stop || buffer[start] !== tagOf(1, BYTES)) return nothing;
    reader.pos = start + 1;
    reader.range(stop);
    return buffer.subarray(reader.start, reader.end);
  }
  return nothing;
}
