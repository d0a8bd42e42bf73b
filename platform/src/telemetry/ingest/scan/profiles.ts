import { Block, FixedColumn, LowCardinalityColumn, MapColumn } from "@naru/clickhouse";
import {
  BYTES,
  judgeProfile,
  ProfileDictionary,
  ProfileView,
  type Ranges,
  type Reader,
  SampleView,
  tagOf,
  VARINT,
  type Window,
} from "@naru/otlp";
import { cut, type Limits } from "./limits.ts";
import type { Origin } from "./origins.ts";
import { withStrings } from "./references.ts";
import { pushId } from "./spans.ts";
import { StackRegistry } from "./stacks.ts";
import { writeValue } from "./value.ts";

const columnsOfSamples = () => ({
  time: new FixedColumn("DateTime64(9, 'UTC')", 8),
  duration: new FixedColumn("UInt64", 8),
  service: new LowCardinalityColumn(),
  type: new LowCardinalityColumn(),
  unit: new LowCardinalityColumn(),
  stack_id: new FixedColumn("UInt64", 8),
  value: new FixedColumn("Int64", 8),
  thread: new LowCardinalityColumn(),
  trace_id: new FixedColumn("FixedString(16)", 16),
  span_id: new FixedColumn("FixedString(8)", 8),
  attributes: new MapColumn(),
  attribute_types: new LowCardinalityColumn(),
  resource_id: new FixedColumn("UInt64", 8),
});

/** An entry of the attribute table, as ranges. */
interface Attribute {
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly key: string;
}

/** Keys of the attribute that names a sample's thread, the best first; the last two are pprof labels. */
const threadKeys = ["thread.name", "thread.id", "thread_name", "thread"];

/** Profiles on their way into the table `profile_samples`: a row for each instant at which something was sampled, or for
 *  each sample where instants are not told. */
export class ProfileScanner {
  readonly block = new Block(columnsOfSamples());
  readonly stacks: StackRegistry;
  readonly #limits: Limits;
  readonly #dictionary = new ProfileDictionary();
  readonly #profile = new ProfileView();
  readonly #sample = new SampleView();
  readonly #attributes = new Map<number, Attribute>();
  readonly #letters: Buffer;
  #profiles = 0;
  #marked = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#letters = Buffer.alloc(limits.attributeCount);
    this.stacks = new StackRegistry(limits);
  }

  /** Told before each request.
   *  @throws MalformedError */
  startRequest(reader: Reader): void {
    this.#dictionary.read(reader);
    this.#attributes.clear();
    this.stacks.startRequest();
  }

  /** A resource without references to the dictionary.
   *  @throws MalformedError */
  resource(message: Uint8Array, reader: Reader): Uint8Array {
    return withStrings(message, this.#dictionary, reader.buffer);
  }

  mark(): void {
    this.#marked = this.#profiles;
  }
  rollback(): void {
    this.#profiles = this.#marked;
  }
  /** How many profiles there were since this was asked last. */
  taken(): number {
    const profiles = this.#profiles;
    this.#profiles = 0;
    return profiles;
  }

  /** Adds one Profile, unless the sender was told that it can't be stored.
   *  @throws MalformedError */
  add(reader: Reader, start: number, end: number, window: Window, received: number, resource: Origin): void {
    const profile = this.#profile;
    profile.read(reader, start, end);
    if (judgeProfile(profile, received, window) !== undefined) return;
    this.#profiles++;
    if (profile.timeLow === 0 && profile.timeHigh === 0) {
      const nanos = BigInt(Math.round(received * 1000)) * 1_000_000n;
      profile.timeLow = Number(nanos & 0xffff_ffffn);
      profile.timeHigh = Number(nanos >> 32n);
    }
    const type = this.#stringOf(reader, profile.typeStart, profile.typeEnd, 1);
    const unit = this.#stringOf(reader, profile.typeStart, profile.typeEnd, 2);
    const { starts, ends, count } = profile.samples;
    for (let i = 0; i < count; i++) {
      this.#sample.read(reader, starts[i] as number, ends[i] as number);
      this.#addSample(reader, window, resource, type, unit);
    }
  }

  #addSample(reader: Reader, window: Window, resource: Origin, type: Uint8Array, unit: Uint8Array): void {
    const sample = this.#sample;
    const profile = this.#profile;
    const stack = this.stacks.idOf(reader, this.#dictionary, sample.stack, resource.service);
    const instants = sample.instants;
    const values = numbersOf(reader, sample.values);
    if (instants === 0) {
      this.#addRow(reader, resource, type, unit, stack, values.length === 0 ? 1n : sum(values, 0));
      this.#addTime(profile.timeLow, profile.timeHigh, profile.durationLow, profile.durationHigh);
      return;
    }
    const { starts, ends, count } = sample.times;
    let at = 0;
    for (let i = 0; i < count; i++) {
      reader.pos = starts[i] as number;
      const end = ends[i] as number;
      while (reader.pos + 8 <= end) {
        reader.fixed64(end);
        const next = reader.pos;
        const { low, high } = reader;
        at++;
        // Values that have no instant of their own go with the last one.
        const value = at === instants ? sum(values, at - 1) : (values[at - 1] ?? 0n);
        this.#addRow(reader, resource, type, unit, stack, values.length === 0 ? 1n : value);
        const isSeen = isWithin(low, high, window);
        this.#addTime(isSeen ? low : profile.timeLow, isSeen ? high : profile.timeHigh, 0, 0);
        reader.pos = next;
      }
    }
  }

  #addTime(low: number, high: number, durationLow: number, durationHigh: number): void {
    const { time, duration } = this.block.columns;
    time.bytes.u64(low, high);
    duration.bytes.u64(durationLow, durationHigh);
  }

  /** All columns but those of time. */
  #addRow(
    reader: Reader,
    resource: Origin,
    type: Uint8Array,
    unit: Uint8Array,
    stack: Buffer,
    value: bigint,
  ): void {
    const c = this.block.columns;
    c.service.push(resource.service, 0, resource.service.length);
    c.type.push(type, 0, type.length);
    c.unit.push(unit, 0, unit.length);
    c.stack_id.bytes.copy(stack, 0, 8);
    c.value.bytes.u64(Number(value & 0xffff_ffffn), Number((value >> 32n) & 0xffff_ffffn));
    this.#addLink(reader);
    this.#addAttributes(reader);
    c.resource_id.bytes.u64(resource.low, resource.high);
  }

  #addLink(reader: Reader): void {
    const { links } = this.#dictionary;
    const c = this.block.columns;
    let trace = 0;
    let traceLength = 0;
    let span = 0;
    let spanLength = 0;
    const { link } = this.#sample;
    if (link > 0 && link < links.count) {
      const end = links.ends[link] as number;
      reader.pos = links.starts[link] as number;
      while (reader.pos < end) {
        const tag = reader.tag(end);
        reader.skip(tag, end);
        if (tag === tagOf(1, BYTES)) [trace, traceLength] = [reader.start, reader.end - reader.start];
        else if (tag === tagOf(2, BYTES)) [span, spanLength] = [reader.start, reader.end - reader.start];
      }
    }
    pushId(c.trace_id, reader.buffer, trace, traceLength, 16);
    pushId(c.span_id, reader.buffer, span, spanLength, 8);
  }

  /** Of a key that is given twice the first value counts. */
  #addAttributes(reader: Reader): void {
    const { attributes: map, attribute_types: types, thread } = this.block.columns;
    const given = this.#attributesOf(reader);
    let kept = 0;
    let named: Attribute | undefined;
    for (const [position, attribute] of given.entries()) {
      if (kept === this.#limits.attributeCount) break;
      if (given.findIndex(({ key }) => key === attribute.key) < position) continue;
      const { keyStart, keyEnd, valueStart, valueEnd } = attribute;
      map.keys.push(reader.buffer, keyStart, keyEnd);
      this.#letters[kept++] = writeValue(
        reader,
        valueStart,
        valueEnd,
        map.values,
        this.#limits.attributeLength,
      );
      if (isBetterThread(attribute, named)) named = attribute;
    }
    map.end();
    types.push(this.#letters, 0, kept);
    if (named) thread.pushText(textOf(reader, named, this.#limits.nameLength));
    else thread.push(reader.buffer, 0, 0);
  }

  #attributesOf(reader: Reader): Attribute[] {
    const { attributes } = this.#sample;
    const found: Attribute[] = [];
    for (let i = 0; i < attributes.count && found.length < this.#limits.attributeCount; i++) {
      const end = attributes.ends[i] as number;
      for (let at = attributes.starts[i] as number; at < end;) {
        reader.pos = at;
        const index = reader.varint32(end);
        at = reader.pos;
        const known = this.#attributes.get(index) ?? this.#attributeAt(reader, index);
        if (known) found.push(known);
      }
    }
    return found;
  }

  #attributeAt(reader: Reader, index: number): Attribute | undefined {
    const { attributes, strings } = this.#dictionary;
    if (index === 0 || index >= attributes.count) return undefined;
    const end = attributes.ends[index] as number;
    let name = 0;
    let valueStart = 0;
    let valueEnd = 0;
    reader.pos = attributes.starts[index] as number;
    while (reader.pos < end) {
      const tag = reader.tag(end);
      if (tag === tagOf(1, VARINT)) name = reader.varint32(end);
      else {
        reader.skip(tag, end);
        if (tag === tagOf(2, BYTES)) [valueStart, valueEnd] = [reader.start, reader.end];
      }
    }
    if (name >= strings.count) return undefined;
    const keyStart = strings.starts[name] as number;
    const keyEnd = cut(reader.buffer, keyStart, strings.ends[name] as number, this.#limits.nameLength);
    const key = Buffer.from(reader.buffer.subarray(keyStart, keyEnd)).toString("latin1");
    const found = { keyStart, keyEnd, valueStart, valueEnd, key };
    this.#attributes.set(index, found);
    return found;
  }

  /** The string to which a field of a message refers. */
  #stringOf(reader: Reader, start: number, end: number, field: number): Uint8Array {
    const { strings } = this.#dictionary;
    let index = 0;
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.tag(end);
      if (tag === tagOf(field, VARINT)) index = reader.varint32(end);
      else reader.skip(tag, end);
    }
    if (index >= strings.count) return Buffer.alloc(0);
    const from = strings.starts[index] as number;
    const to = cut(reader.buffer, from, strings.ends[index] as number, this.#limits.nameLength);
    return reader.buffer.subarray(from, to);
  }
}

const isWithin = (low: number, high: number, { oldest, newest }: Window) => {
  const seconds = high * 4.294967296 + low / 1e9;
  return seconds >= oldest && seconds <= newest;
};

/** Numbers of a repeated field, packed or not; 64 bits, signed. */
function numbersOf(reader: Reader, { starts, ends, count }: Ranges): bigint[] {
  const numbers: bigint[] = [];
  for (let i = 0; i < count; i++) {
    const end = ends[i] as number;
    reader.pos = starts[i] as number;
    while (reader.pos < end) {
      reader.varint64(end);
      numbers.push(BigInt.asIntN(64, (BigInt(reader.high) << 32n) | BigInt(reader.low)));
    }
  }
  return numbers;
}

const sum = (values: readonly bigint[], from: number): bigint =>
  BigInt.asIntN(
    64,
    values.slice(from).reduce((total, value) => total + value, 0n),
  );

function isBetterThread({ key }: Attribute, than: Attribute | undefined): boolean {
  const rank = threadKeys.indexOf(key);
  return rank >= 0 && (than === undefined || rank < threadKeys.indexOf(than.key));
}

/** A string or an integer as text. */
function textOf(reader: Reader, { valueStart, valueEnd }: Attribute, limit: number): string {
  reader.pos = valueStart;
  while (reader.pos < valueEnd) {
    const tag = reader.tag(valueEnd);
    if (tag === tagOf(3, VARINT)) {
      reader.varint64(valueEnd);
      return BigInt.asIntN(64, (BigInt(reader.high) << 32n) | BigInt(reader.low)).toString();
    }
    reader.skip(tag, valueEnd);
    if (tag === tagOf(1, BYTES)) {
      const end = cut(reader.buffer, reader.start, reader.end, limit);
      return Buffer.from(reader.buffer.subarray(reader.start, end)).toString("utf8");
    }
  }
  return "";
}
