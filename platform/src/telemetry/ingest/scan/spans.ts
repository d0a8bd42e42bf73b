import {
  ArrayColumn,
  Block,
  FixedColumn,
  LowCardinalityColumn,
  MapColumn,
  Offsets,
  StringColumn,
} from "@naru/clickhouse";
import {
  BYTES,
  FIXED32,
  FIXED64,
  judgeSpan,
  Ranges,
  type Reader,
  SpanView,
  tagOf,
  VARINT,
  type Window,
} from "@naru/otlp";
import { AttributeWriter } from "./attributes.ts";
import { cut, type Limits } from "./limits.ts";
import type { Origin } from "./origins.ts";

const SERVER = 2;
const CONSUMER = 5;

const columnsOfSpans = (events = new Offsets(), links = new Offsets()) => ({
  start_time: new FixedColumn("DateTime64(9, 'UTC')", 8),
  duration: new FixedColumn("UInt64", 8),
  trace_id: new FixedColumn("FixedString(16)", 16),
  span_id: new FixedColumn("FixedString(8)", 8),
  parent_span_id: new FixedColumn("FixedString(8)", 8),
  inner: new FixedColumn("UInt8", 1),
  service: new LowCardinalityColumn(),
  name: new LowCardinalityColumn(),
  kind: new FixedColumn("UInt8", 1),
  status: new FixedColumn("UInt8", 1),
  status_message: new StringColumn(),
  trace_state: new StringColumn(),
  flags: new FixedColumn("UInt32", 4),
  attributes: new MapColumn(),
  attribute_types: new LowCardinalityColumn(),
  dropped_attributes: new FixedColumn("UInt32", 4),
  dropped_events: new FixedColumn("UInt32", 4),
  dropped_links: new FixedColumn("UInt32", 4),
  event_times: new ArrayColumn(new FixedColumn("Int64", 8), events),
  event_names: new ArrayColumn(new LowCardinalityColumn(), events),
  event_attributes: new ArrayColumn(new MapColumn(), events),
  event_attribute_types: new ArrayColumn(new LowCardinalityColumn(), events),
  event_dropped_attributes: new ArrayColumn(new FixedColumn("UInt32", 4), events),
  link_trace_ids: new ArrayColumn(new FixedColumn("FixedString(16)", 16), links),
  link_span_ids: new ArrayColumn(new FixedColumn("FixedString(8)", 8), links),
  link_trace_states: new ArrayColumn(new StringColumn(), links),
  link_flags: new ArrayColumn(new FixedColumn("UInt32", 4), links),
  link_attributes: new ArrayColumn(new MapColumn(), links),
  link_attribute_types: new ArrayColumn(new LowCardinalityColumn(), links),
  link_dropped_attributes: new ArrayColumn(new FixedColumn("UInt32", 4), links),
  resource_id: new FixedColumn("UInt64", 8),
  scope_id: new FixedColumn("UInt64", 8),
});

/** Spans on their way into the table `spans`. */
export class SpanScanner {
  readonly block = new Block(columnsOfSpans());
  readonly #limits: Limits;
  readonly #view = new SpanView();
  readonly #attributes: AttributeWriter;
  readonly #eventAttributes: AttributeWriter;
  readonly #linkAttributes: AttributeWriter;
  readonly #ranges = new Ranges();

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#attributes = new AttributeWriter(limits);
    this.#eventAttributes = new AttributeWriter(limits);
    this.#linkAttributes = new AttributeWriter(limits);
  }

  /** Adds one Span, unless the sender was told that it can't be stored.
   *  @throws MalformedError */
  add(reader: Reader, start: number, end: number, window: Window, resource: Origin, scope: Origin): void {
    const view = this.#view;
    const { buffer } = reader;
    view.read(reader, start, end);
    if (judgeSpan(view, buffer, window) !== undefined) return;
    const c = this.block.columns;
    this.#addTimes(view);
    c.trace_id.bytes.copy(buffer, view.traceId, view.traceId + 16);
    c.span_id.bytes.copy(buffer, view.spanId, view.spanId + 8);
    pushId(c.parent_span_id, buffer, view.parentId, view.parentIdLength, 8);
    const isEntry =
      view.kind === SERVER || view.kind === CONSUMER || !hasId(buffer, view.parentId, view.parentIdLength, 8);
    c.inner.bytes.byte(isEntry ? 0 : 1);
    c.service.push(resource.service, 0, resource.service.length);
    c.name.push(buffer, view.nameStart, cut(buffer, view.nameStart, view.nameEnd, this.#limits.nameLength));
    c.kind.bytes.byte(view.kind > CONSUMER ? 0 : view.kind);
    c.status.bytes.byte(view.status > 2 ? 0 : view.status);
    c.status_message.push(
      buffer,
      view.messageStart,
      cut(buffer, view.messageStart, view.messageEnd, this.#limits.attributeLength),
    );
    c.trace_state.push(
      buffer,
      view.stateStart,
      cut(buffer, view.stateStart, view.stateEnd, this.#limits.nameLength),
    );
    c.flags.bytes.u32(view.flags);
    const dropped = this.#attributes.write(reader, view.attributes, c.attributes, c.attribute_types);
    c.dropped_attributes.bytes.u32(view.droppedAttributes + dropped);
    c.dropped_events.bytes.u32(view.droppedEvents);
    c.dropped_links.bytes.u32(view.droppedLinks);
    for (let i = 0; i < view.events.count; i++) {
      this.#addEvent(reader, view.events.starts[i] as number, view.events.ends[i] as number);
    }
    for (let i = 0; i < view.links.count; i++) {
      this.#addLink(reader, view.links.starts[i] as number, view.links.ends[i] as number);
    }
    c.event_times.end();
    c.link_trace_ids.end();
    c.resource_id.bytes.u64(resource.low, resource.high);
    c.scope_id.bytes.u64(scope.low, scope.high);
  }

  /** A span that ends before it starts has duration 0. */
  #addTimes(view: SpanView): void {
    const { start_time, duration } = this.block.columns;
    start_time.bytes.u64(view.startLow, view.startHigh);
    const nanoseconds = (view.endHigh - view.startHigh) * 0x1_0000_0000 + (view.endLow - view.startLow);
    if (nanoseconds <= 0) duration.bytes.u64(0, 0);
    else duration.bytes.u64(nanoseconds % 0x1_0000_0000, Math.floor(nanoseconds / 0x1_0000_0000));
  }

  #addEvent(reader: Reader, start: number, end: number): void {
    const c = this.block.columns;
    const { buffer } = reader;
    let low = 0;
    let high = 0;
    let nameStart = 0;
    let nameEnd = 0;
    let dropped = 0;
    this.#ranges.count = 0;
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.tag(end);
      if (tag === tagOf(1, FIXED64)) {
        reader.fixed64(end);
        ({ low, high } = reader);
      } else if (tag === tagOf(2, BYTES)) {
        reader.range(end);
        nameStart = reader.start;
        nameEnd = reader.end;
      } else if (tag === tagOf(3, BYTES)) {
        reader.range(end);
        this.#ranges.push(reader.start, reader.end);
      } else if (tag === tagOf(4, VARINT)) dropped = reader.varint32(end);
      else reader.skip(tag, end);
    }
    c.event_times.inner.bytes.u64(low, high);
    c.event_names.inner.push(buffer, nameStart, cut(buffer, nameStart, nameEnd, this.#limits.nameLength));
    dropped += this.#eventAttributes.write(
      reader,
      this.#ranges,
      c.event_attributes.inner,
      c.event_attribute_types.inner,
    );
    c.event_dropped_attributes.inner.bytes.u32(dropped);
  }

  #addLink(reader: Reader, start: number, end: number): void {
    const c = this.block.columns;
    const { buffer } = reader;
    const at = [0, 0, 0, 0, 0, 0, 0, 0];
    let dropped = 0;
    let flags = 0;
    this.#ranges.count = 0;
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.tag(end);
      const field = tag >>> 3;
      if (tag === tagOf(5, VARINT)) dropped = reader.varint32(end);
      else if (tag === tagOf(6, FIXED32)) flags = reader.fixed32(end);
      else if ((tag & 7) === BYTES) {
        reader.range(end);
        if (field === 4) this.#ranges.push(reader.start, reader.end);
        else if (field < 4) {
          at[field * 2] = reader.start;
          at[field * 2 + 1] = reader.end;
        }
      } else reader.skip(tag, end);
    }
    const [, , trace = 0, traceEnd = 0, span = 0, spanEnd = 0, state = 0, stateEnd = 0] = at;
    pushId(c.link_trace_ids.inner, buffer, trace, traceEnd - trace, 16);
    pushId(c.link_span_ids.inner, buffer, span, spanEnd - span, 8);
    c.link_trace_states.inner.push(buffer, state, cut(buffer, state, stateEnd, this.#limits.nameLength));
    c.link_flags.inner.bytes.u32(flags);
    dropped += this.#linkAttributes.write(
      reader,
      this.#ranges,
      c.link_attributes.inner,
      c.link_attribute_types.inner,
    );
    c.link_dropped_attributes.inner.bytes.u32(dropped);
  }
}

/** An id of the wrong length is stored as zero bytes: none. */
export function pushId(
  column: FixedColumn,
  source: Uint8Array,
  start: number,
  given: number,
  width: number,
): void {
  if (given === width) column.bytes.copy(source, start, start + width);
  else column.bytes.zeros(width);
}

function hasId(source: Uint8Array, start: number, given: number, width: number): boolean {
  if (given !== width) return false;
  for (let i = 0; i < width; i++) if (source[start + i] !== 0) return true;
  return false;
}
