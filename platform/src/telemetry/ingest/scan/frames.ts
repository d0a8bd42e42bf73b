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

const frameType = Buffer.from("profile.frame.type");
const unknown = Buffer.from("[unknown]");
const none = Buffer.alloc(0);
const mostKnown = 200_000;

/* A frame's key: six numbers (line, start line, and how long each text is), the texts, then the service. */
const headLength = 24;

/** Frames: each is stored once a day and service, and named by a hash of what it says. No object is made for a frame that is
 *  known: its key is written into one buffer and looked up. */
export class FrameRegistry {
  readonly block = new Block(columnsOfFrames());
  readonly #limits: Limits;
  readonly #known = new Dictionary();
  /** Eight bytes of id by number in `#known`. */
  readonly #ids: Buffer[] = [];
  #day = -1;
  #key = Buffer.alloc(4096);
  #view = viewOf(this.#key);
  #length = 0;
  readonly #function = { name: 0, systemName: 0, file: 0, startLine: 0 };

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

  /** Ids of a location's frames, outermost first: what was inlined comes after what it was inlined into. An unknown
   *  location has none.
   *  @returns eight bytes for each
   *  @throws  MalformedError */
  of(reader: Reader, dictionary: ProfileDictionary, location: number, service: Buffer): Buffer {
    if (!moveTo(reader, dictionary.locations, location)) return none;
    const end = dictionary.locations.ends[location] as number;
    const lines: number[] = [];
    let mapping = 0;
    let address: Uint8Array = unknown;
    let typeStart = 0;
    let typeEnd = 0;
    while (reader.pos < end) {
      const tag = reader.tag(end);
      if (tag === MAPPING) mapping = reader.varint32(end);
      else if (tag === ADDRESS) {
        reader.varint64(end);
        if ((reader.low | reader.high) !== 0) address = addressOf(reader);
      } else if (tag === LINE) {
        reader.range(end);
        lines.push(reader.start, reader.end);
      } else if (tag === ATTRIBUTES) {
        reader.range(end);
        const next = reader.end;
        this.#findType(reader, dictionary, reader.start, next);
        typeStart = reader.start;
        typeEnd = reader.end;
        reader.pos = next;
      } else reader.skip(tag, end);
    }
    this.#length = headLength;
    const module = this.#putString(reader, dictionary, numberAt(reader, dictionary.mappings, mapping, 4));
    const type = this.#put(reader.buffer, typeStart, typeEnd);
    const common = this.#length;
    const ids: Buffer[] = [];
    for (let i = lines.length - 2; i >= 0; i -= 2) {
      this.#length = common;
      this.#putLine(reader, dictionary, lines[i] as number, lines[i + 1] as number, address);
      ids.push(this.#idOf(module, type, service));
    }
    if (ids.length > 0) return ids.length === 1 ? (ids[0] as Buffer) : Buffer.concat(ids);
    this.#head(0, 0, this.#put(address, 0, address.length), 0);
    return this.#idOf(module, type, service);
  }

  /** The id of a frame that stands for those that were left out. */
  leftOut(service: Buffer): Buffer {
    const name = Buffer.from("…");
    this.#length = headLength;
    this.#head(0, 0, this.#put(name, 0, name.length), 0);
    return this.#idOf(0, 0, service);
  }

  #putLine(
    reader: Reader,
    dictionary: ProfileDictionary,
    start: number,
    end: number,
    address: Uint8Array,
  ): void {
    let fn = 0;
    let line = 0;
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.tag(end);
      if (tag === FIRST) fn = reader.varint32(end);
      else if (tag === SECOND) line = lineNumber(reader, end);
      else reader.skip(tag, end);
    }
    const described = this.#function;
    readFunction(reader, dictionary.functions, fn, described);
    let name = this.#putString(reader, dictionary, described.name);
    if (name === 0) name = this.#putString(reader, dictionary, described.systemName);
    if (name === 0) name = this.#put(address, 0, address.length);
    const file = this.#putString(reader, dictionary, described.file);
    this.#head(line, described.startLine, name, file);
  }

  /** Writes what varies of a key's head. */
  #head(line: number, startLine: number, name: number, file: number): void {
    const head = this.#view;
    head.setUint32(0, line, true);
    head.setUint32(4, startLine, true);
    head.setUint32(16, name, true);
    head.setUint32(20, file, true);
  }

  #putString(reader: Reader, { strings }: ProfileDictionary, index: number): number {
    if (index === 0 || index >= strings.count) return 0;
    return this.#put(reader.buffer, strings.starts[index] as number, strings.ends[index] as number);
  }

  /** @returns how many bytes were put */
  #put(source: Uint8Array, start: number, given: number): number {
    const end = cut(source, start, given, this.#limits.nameLength);
    if (this.#length + end - start > this.#key.length) this.#grow(this.#length + end - start);
    const key = this.#key;
    let at = this.#length;
    for (let i = start; i < end; i++) key[at++] = source[i] as number;
    this.#length = at;
    return end - start;
  }

  #grow(needed: number): void {
    const larger = Buffer.alloc(needed * 2);
    this.#key.copy(larger);
    this.#key = larger;
    this.#view = viewOf(larger);
  }

  /** Where the value of the attribute `profile.frame.type` stands, in the reader's range; an empty one without. */
  #findType(reader: Reader, dictionary: ProfileDictionary, start: number, end: number): void {
    const { attributes, strings } = dictionary;
    let at = start;
    while (at < end) {
      reader.pos = at;
      const index = reader.varint32(end);
      at = reader.pos;
      const key = numberAt(reader, attributes, index, 1);
      if (key === 0 || key >= strings.count) continue;
      if (frameType.compare(reader.buffer, strings.starts[key], strings.ends[key]) !== 0) continue;
      if (findText(reader, attributes, index)) return;
    }
    reader.start = reader.end = 0;
  }

  #idOf(module: number, type: number, service: Buffer): Buffer {
    this.#view.setUint32(8, module, true);
    this.#view.setUint32(12, type, true);
    const described = this.#length;
    this.#put(service, 0, service.length);
    const before = this.#known.count;
    const index = this.#known.of(this.#key, 0, this.#length);
    if (index < before) return this.#ids[index] as Buffer;
    const id = hash("sha256", this.#key.subarray(0, described), "buffer").subarray(0, 8);
    this.#ids[index] = id;
    this.#store(service, id);
    return id;
  }

  #store(service: Buffer, id: Buffer): void {
    const key = this.#key;
    const c = this.block.columns;
    const at = c.day.bytes.reserve(2);
    c.day.bytes.buffer.writeUInt16LE(this.#day, at);
    c.service.push(service, 0, service.length);
    c.frame_id.bytes.copy(id, 0, 8);
    c.line.bytes.u32(key.readUInt32LE(0));
    c.start_line.bytes.u32(key.readUInt32LE(4));
    const type = headLength + key.readUInt32LE(8);
    const name = type + key.readUInt32LE(12);
    const file = name + key.readUInt32LE(16);
    c.module.push(key, headLength, type);
    c.type.push(key, type, name);
    c.function.push(key, name, file);
    c.file.push(key, file, file + key.readUInt32LE(20));
  }
}

const viewOf = (bytes: Buffer) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const FIRST = tagOf(1, VARINT);
const SECOND = tagOf(2, VARINT);
/* Of a Location. */
const MAPPING = FIRST;
const ADDRESS = SECOND;
const LINE = tagOf(3, BYTES);
const ATTRIBUTES = tagOf(4, BYTES);

const addressOf = ({ low, high }: Reader) =>
  Buffer.from(`0x${((BigInt(high) << 32n) | BigInt(low)).toString(16)}`);

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

interface Described {
  name: number;
  systemName: number;
  file: number;
  startLine: number;
}

function readFunction(reader: Reader, functions: Ranges, entry: number, into: Described): void {
  into.name = into.systemName = into.file = into.startLine = 0;
  if (!moveTo(reader, functions, entry)) return;
  const end = functions.ends[entry] as number;
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if ((tag & 7) !== VARINT) reader.skip(tag, end);
    else {
      const value = lineNumber(reader, end);
      if (tag === FIRST) into.name = value;
      else if (tag === SECOND) into.systemName = value;
      else if (tag === tagOf(3, VARINT)) into.file = value;
      else if (tag === tagOf(4, VARINT)) into.startLine = value;
    }
  }
}

/** A varint of 31 bits; negative and larger ones are none. */
function lineNumber(reader: Reader, end: number): number {
  reader.varint64(end);
  return reader.high === 0 && reader.low < 0x8000_0000 ? reader.low : 0;
}

/** Whether an attribute's value is a text; its range is then the reader's. */
function findText(reader: Reader, attributes: Ranges, entry: number): boolean {
  if (!moveTo(reader, attributes, entry)) return false;
  const end = attributes.ends[entry] as number;
  while (reader.pos < end) {
    const tag = reader.tag(end);
    reader.skip(tag, end);
    if (tag !== tagOf(2, BYTES)) continue;
    const { buffer, start, end: stop } = reader;
    if (start === stop || buffer[start] !== tagOf(1, BYTES)) return false;
    reader.pos = start + 1;
    reader.range(stop);
    return true;
  }
  return false;
}
