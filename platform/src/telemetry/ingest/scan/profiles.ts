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
import { SampleAttributes } from "./sample-attributes.ts";
import { pushId } from "./spans.ts";
import { StackRegistry } from "./stacks.ts";

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

/** Profiles on their way into the table `profile_samples`: a row for each instant at which something was sampled, or for
 *  each sample where instants are not told. */
export class ProfileScanner {
  readonly block = new Block(columnsOfSamples());
  readonly stacks: StackRegistry;
  readonly #limits: Limits;
  readonly #dictionary = new ProfileDictionary();
  readonly #profile = new ProfileView();
  readonly #sample = new SampleView();
  readonly #attributes: SampleAttributes;
  #profiles = 0;
  #marked = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#attributes = new SampleAttributes(limits);
    this.stacks = new StackRegistry(limits);
  }

  /** Told before each request.
   *  @throws MalformedError */
  startRequest(reader: Reader): void {
    this.#dictionary.read(reader);
    this.#attributes.startRequest();
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
    this.#attributes.write(reader, this.#dictionary, this.#sample.attributes, c);
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
