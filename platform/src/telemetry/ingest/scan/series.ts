import { createHash } from "node:crypto";
import { Block, Dictionary, FixedColumn, LowCardinalityColumn, MapColumn } from "@naru/clickhouse";
import { BYTES, type MetricView, Ranges, Reader, tagOf } from "@naru/otlp";
import { AttributeWriter } from "./attributes.ts";
import { cut, type Limits } from "./limits.ts";
import type { Origin } from "./origins.ts";

/** Identity of what a metric's points have in common, until the metric or its origin changes. */
export interface MetricHead {
  readonly view: MetricView;
  readonly name: Buffer;
  readonly unit: Buffer;
  readonly description: Buffer;
  readonly resource: Origin;
  readonly scope: Origin;
  /** Hash of all of it, before every lookup key. */
  readonly key: Buffer;
}

const columnsOfSeries = () => ({
  day: new FixedColumn("Date", 2),
  metric: new LowCardinalityColumn(),
  series_id: new FixedColumn("UInt64", 8),
  kind: new FixedColumn("UInt8", 1),
  unit: new LowCardinalityColumn(),
  description: new LowCardinalityColumn(),
  temporality: new FixedColumn("UInt8", 1),
  monotonic: new FixedColumn("UInt8", 1),
  service: new LowCardinalityColumn(),
  attributes: new MapColumn(),
  attribute_types: new LowCardinalityColumn(),
  resource_id: new FixedColumn("UInt64", 8),
  scope_id: new FixedColumn("UInt64", 8),
});

const mostKnown = 500_000;

/** Metric series: each is stored once a day, and named by a hash of its identity in its points. The order in
 *  which a sender writes attributes does not matter. */
export class SeriesRegistry {
  readonly block = new Block(columnsOfSeries());
  readonly #limits: Limits;
  readonly #attributes: AttributeWriter;
  readonly #known = new Dictionary();
  /** Ids by number in `#known`: low and high halves. */
  #ids = new Uint32Array(2048);
  readonly #stored = new Set<string>();
  readonly #reader = new Reader();
  readonly #ranges = new Ranges();
  #key = Buffer.alloc(4096);
  #day = -1;
  low = 0;
  high = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#attributes = new AttributeWriter(limits);
  }

  startDay(day: number): void {
    if (day === this.#day && this.#known.count < mostKnown) return;
    this.#day = day;
    this.forget();
  }

  forget(): void {
    this.#known.clear();
    this.#stored.clear();
  }

  /** Describes a metric once for all its points. */
  head(reader: Reader, view: MetricView, resource: Origin, scope: Origin): MetricHead {
    const { buffer } = reader;
    const name = copy(
      buffer,
      view.nameStart,
      cut(buffer, view.nameStart, view.nameEnd, this.#limits.nameLength),
    );
    const unit = copy(buffer, view.unitStart, cut(buffer, view.unitStart, view.unitEnd, 64));
    const description = copy(
      buffer,
      view.descriptionStart,
      cut(buffer, view.descriptionStart, view.descriptionEnd, this.#limits.nameLength),
    );
    const numbers = Buffer.from(
      Uint32Array.of(
        resource.low,
        resource.high,
        scope.low,
        scope.high,
        view.kind,
        view.temporality,
        view.monotonic,
      ).buffer,
    );
    const key = createHash("sha1").update(numbers).update(unit).update("\0").update(name).digest();
    return { view, name, unit, description, resource, scope, key };
  }

  /** Finds or makes the series of a point; its id is in `low` and `high`. */
  find(reader: Reader, head: MetricHead, attributes: Ranges): void {
    const length = this.#writeKey(reader.buffer, head.key, attributes);
    const before = this.#known.count;
    const index = this.#known.of(this.#key, 0, length);
    if (index === before) this.#make(reader.buffer, head, attributes, index);
    this.low = this.#ids[index * 2] as number;
    this.high = this.#ids[index * 2 + 1] as number;
  }

  #writeKey(buffer: Uint8Array, head: Buffer, attributes: Ranges): number {
    let at = head.length;
    this.#key.set(head, 0);
    for (let i = 0; i < attributes.count; i++) {
      const start = attributes.starts[i] as number;
      const end = attributes.ends[i] as number;
      if (at + end - start + 1 > this.#key.length) this.#growKey(at + end - start + 1);
      for (let p = start; p < end; p++) this.#key[at++] = buffer[p] as number;
      this.#key[at++] = 0xff;
    }
    return at;
  }

  #make(buffer: Uint8Array, head: MetricHead, attributes: Ranges, index: number): void {
    const ordered = this.#ordered(buffer, attributes);
    const hash = createHash("sha256").update(head.key);
    for (const entry of ordered) hash.update(Uint32Array.of(entry.length)).update(entry);
    const id = hash.digest().subarray(0, 8);
    if (index * 2 + 1 >= this.#ids.length) {
      const larger = new Uint32Array(this.#ids.length * 2);
      larger.set(this.#ids);
      this.#ids = larger;
    }
    this.#ids[index * 2] = id.readUInt32LE(0);
    this.#ids[index * 2 + 1] = id.readUInt32LE(4);
    const name = id.toString("latin1");
    if (this.#stored.has(name)) return;
    this.#stored.add(name);
    this.#store(head, id, ordered);
  }

  #store(head: MetricHead, id: Buffer, ordered: readonly Buffer[]): void {
    const c = this.block.columns;
    const at = c.day.bytes.reserve(2);
    c.day.bytes.buffer.writeUInt16LE(this.#day, at);
    c.metric.push(head.name, 0, head.name.length);
    c.series_id.bytes.copy(id, 0, 8);
    c.kind.bytes.byte(head.view.kind);
    c.unit.push(head.unit, 0, head.unit.length);
    c.description.push(head.description, 0, head.description.length);
    c.temporality.bytes.byte(head.view.temporality > 2 ? 0 : head.view.temporality);
    c.monotonic.bytes.byte(head.view.monotonic);
    c.service.push(head.resource.service, 0, head.resource.service.length);
    this.#reader.reset(Buffer.concat(ordered));
    this.#ranges.count = 0;
    let start = 0;
    for (const entry of ordered) {
      this.#ranges.push(start, start + entry.length);
      start += entry.length;
    }
    this.#attributes.write(this.#reader, this.#ranges, c.attributes, c.attribute_types);
    c.resource_id.bytes.u64(head.resource.low, head.resource.high);
    c.scope_id.bytes.u64(head.scope.low, head.scope.high);
  }

  /** The attributes' messages by key. */
  #ordered(buffer: Uint8Array, attributes: Ranges): Buffer[] {
    const entries = Array.from({ length: attributes.count }, (_, i) =>
      copy(buffer, attributes.starts[i] as number, attributes.ends[i] as number),
    );
    return entries
      .map((entry) => ({ entry, key: this.#keyOf(entry) }))
      .toSorted((a, b) => Buffer.compare(a.key, b.key))
      .map(({ entry }) => entry);
  }

  #keyOf(entry: Buffer): Buffer {
    const reader = this.#reader;
    reader.reset(entry);
    while (reader.pos < entry.length) {
      const tag = reader.tag(entry.length);
      if (tag === tagOf(1, BYTES)) {
        reader.range(entry.length);
        return entry.subarray(reader.start, reader.end);
      }
      reader.skip(tag, entry.length);
    }
    return entry.subarray(0, 0);
  }

  #growKey(needed: number): void {
    const larger = Buffer.alloc(needed * 2);
    this.#key.copy(larger);
    this.#key = larger;
  }
}

const copy = (buffer: Uint8Array, start: number, end: number) => Buffer.from(buffer.subarray(start, end));
