import { createHash } from "node:crypto";
import { Block, FixedColumn, LowCardinalityColumn, MapColumn } from "@naru/clickhouse";
import { BYTES, Ranges, Reader, tagOf, VARINT } from "@naru/otlp";
import { AttributeWriter } from "./attributes.ts";
import { cut, type Limits } from "./limits.ts";

/** A 64-bit id as two halves, and the service it belongs to. */
export interface Origin {
  readonly low: number;
  readonly high: number;
  readonly service: Buffer;
}

const dimension = () => ({
  day: new FixedColumn("Date", 2),
  schema_url: new LowCardinalityColumn(),
  attributes: new MapColumn(),
  attribute_types: new LowCardinalityColumn(),
  dropped_attributes: new FixedColumn("UInt32", 4),
});

/** Resources and scopes: each is stored once a day, and named by a hash of its bytes from then on. */
export class Origins {
  readonly resources = new Block({
    resource_id: new FixedColumn("UInt64", 8),
    service: new LowCardinalityColumn(),
    namespace: new LowCardinalityColumn(),
    ...dimension(),
  });
  readonly scopes = new Block({
    scope_id: new FixedColumn("UInt64", 8),
    name: new LowCardinalityColumn(),
    version: new LowCardinalityColumn(),
    ...dimension(),
  });
  readonly #known = new Map<string, Origin>();
  readonly #limits: Limits;
  readonly #resourceAttributes: AttributeWriter;
  readonly #scopeAttributes: AttributeWriter;
  readonly #reader = new Reader();
  readonly #attributes = new Ranges();
  #day = -1;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#resourceAttributes = new AttributeWriter(limits);
    this.#scopeAttributes = new AttributeWriter(limits);
  }

  /** Told before each request: a new day stores everything again, so that old days can be deleted whole. */
  startDay(day: number): void {
    if (day === this.#day && this.#known.size < 100_000) return;
    this.#day = day;
    this.#known.clear();
  }

  resource(message: Uint8Array, schemaUrl: Uint8Array): Origin {
    return this.#origin("r", message, schemaUrl, (id) => this.#addResource(message, schemaUrl, id));
  }

  scope(message: Uint8Array, schemaUrl: Uint8Array): Origin {
    return this.#origin("s", message, schemaUrl, (id) => this.#addScope(message, schemaUrl, id));
  }

  /** Forgets what a request that could not be read has brought. */
  forget(): void {
    this.#known.clear();
  }

  #origin(kind: string, message: Uint8Array, schemaUrl: Uint8Array, add: (id: Buffer) => Buffer): Origin {
    const key = `${kind}${latin1(message)}\0${latin1(schemaUrl)}`;
    const known = this.#known.get(key);
    if (known) return known;
    const id = createHash("sha256").update(key, "latin1").digest().subarray(0, 8);
    const origin = { low: id.readUInt32LE(0), high: id.readUInt32LE(4), service: add(id) };
    this.#known.set(key, origin);
    return origin;
  }

  #addResource(message: Uint8Array, schemaUrl: Uint8Array, id: Buffer): Buffer {
    const { columns } = this.resources;
    const dropped = this.#readAttributes(message, 1, 2);
    const service = this.#attribute("service.name");
    const namespace = this.#attribute("service.namespace");
    columns.resource_id.bytes.copy(id, 0, 8);
    columns.service.push(service, 0, service.length);
    columns.namespace.push(namespace, 0, namespace.length);
    const cutOff = this.#resourceAttributes.write(
      this.#reader,
      this.#attributes,
      columns.attributes,
      columns.attribute_types,
    );
    this.#finish(columns, schemaUrl, dropped + cutOff);
    return service;
  }

  #addScope(message: Uint8Array, schemaUrl: Uint8Array, id: Buffer): Buffer {
    const { columns } = this.scopes;
    const dropped = this.#readAttributes(message, 3, 4);
    columns.scope_id.bytes.copy(id, 0, 8);
    for (const [field, column] of [[1, columns.name] as const, [2, columns.version] as const]) {
      const value = this.#bytesField(message, field);
      column.push(value, 0, value.length);
    }
    const cutOff = this.#scopeAttributes.write(
      this.#reader,
      this.#attributes,
      columns.attributes,
      columns.attribute_types,
    );
    this.#finish(columns, schemaUrl, dropped + cutOff);
    return Buffer.alloc(0);
  }

  #finish(columns: ReturnType<typeof dimension>, schemaUrl: Uint8Array, dropped: number): void {
    const at = columns.day.bytes.reserve(2);
    columns.day.bytes.buffer.writeUInt16LE(this.#day, at);
    columns.schema_url.push(schemaUrl, 0, cut(schemaUrl, 0, schemaUrl.length, this.#limits.nameLength));
    columns.dropped_attributes.bytes.u32(dropped);
  }

  /** Collects the ranges of `field`; returns the sender's own count of dropped ones. */
  #readAttributes(message: Uint8Array, field: number, droppedField: number): number {
    const reader = this.#reader;
    const end = message.length;
    let dropped = 0;
    this.#attributes.count = 0;
    reader.reset(message);
    while (reader.pos < end) {
      const tag = reader.tag(end);
      if (tag === tagOf(field, BYTES)) {
        reader.range(end);
        this.#attributes.push(reader.start, reader.end);
      } else if (tag === tagOf(droppedField, VARINT)) dropped = reader.varint32(end);
      else reader.skip(tag, end);
    }
    return dropped;
  }

  /** The text of an attribute that is a string; empty when there is none. */
  #attribute(name: string): Buffer {
    const reader = this.#reader;
    for (let i = 0; i < this.#attributes.count; i++) {
      const entry = reader.buffer.subarray(this.#attributes.starts[i], this.#attributes.ends[i]);
      if (this.#bytesField(entry, 1).toString("latin1") !== name) continue;
      return this.#bytesField(this.#bytesField(entry, 2), 1);
    }
    return Buffer.alloc(0);
  }

  #bytesField(message: Uint8Array, field: number): Buffer {
    const reader = new Reader();
    reader.reset(message);
    while (reader.pos < message.length) {
      const tag = reader.tag(message.length);
      if (tag === tagOf(field, BYTES)) {
        reader.range(message.length);
        const { start } = reader;
        return view(message, start, cut(message, start, reader.end, this.#limits.nameLength));
      }
      reader.skip(tag, message.length);
    }
    return Buffer.alloc(0);
  }
}

/** A copy: the message's buffer goes away with its segment. */
const view = (bytes: Uint8Array, start: number, end: number) => Buffer.from(bytes.subarray(start, end));
const latin1 = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
