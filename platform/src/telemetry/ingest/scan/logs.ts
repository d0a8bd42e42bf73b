import { Block, FixedColumn, LowCardinalityColumn, MapColumn, StringColumn } from "@naru/clickhouse";
import { judgeLogRecord, LogRecordView, type Reader, type Window } from "@naru/otlp";
import { AttributeWriter } from "./attributes.ts";
import { cut, type Limits } from "./limits.ts";
import type { Origin } from "./origins.ts";
import { pushId } from "./spans.ts";
import { letters, writeValue } from "./value.ts";

const columnsOfLogs = () => ({
  time: new FixedColumn("DateTime64(9, 'UTC')", 8),
  seq: new FixedColumn("UInt64", 8),
  observed_time: new FixedColumn("DateTime64(9, 'UTC')", 8),
  service: new LowCardinalityColumn(),
  severity_number: new FixedColumn("UInt8", 1),
  severity_text: new LowCardinalityColumn(),
  body: new StringColumn(),
  body_type: new LowCardinalityColumn(),
  event_name: new LowCardinalityColumn(),
  trace_id: new FixedColumn("FixedString(16)", 16),
  span_id: new FixedColumn("FixedString(8)", 8),
  flags: new FixedColumn("UInt32", 4),
  attributes: new MapColumn(),
  attribute_types: new LowCardinalityColumn(),
  dropped_attributes: new FixedColumn("UInt32", 4),
  resource_id: new FixedColumn("UInt64", 8),
  scope_id: new FixedColumn("UInt64", 8),
});

type Columns = ReturnType<typeof columnsOfLogs>;

/** What agents say of spans that are not over yet (docs/pending-spans.md) has the form of log records. */
const pendingEvents = ["span.pending", "span.ended"].map((name) => Buffer.from(name));

/** Log records on their way into the table `logs`, or `pending_spans`. */
export class LogScanner {
  readonly block = new Block(columnsOfLogs());
  readonly pending = new Block(columnsOfLogs());
  /** First sequence number of the segment; row n of it has this plus n. */
  firstSeq = 0n;
  readonly #limits: Limits;
  readonly #view = new LogRecordView();
  readonly #attributes: AttributeWriter;
  readonly #letter = Buffer.alloc(1);

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#attributes = new AttributeWriter(limits);
  }

  /** Adds one LogRecord, unless the sender was told that it can't be stored.
   *  @throws MalformedError */
  add(
    reader: Reader,
    start: number,
    end: number,
    window: Window,
    received: number,
    resource: Origin,
    scope: Origin,
  ): void {
    const view = this.#view;
    const { buffer } = reader;
    view.read(reader, start, end);
    if (judgeLogRecord(view, received, window) !== undefined) return;
    const c = (isPending(view, buffer) ? this.pending : this.block).columns;
    addTimes(c, view, received);
    const seq = this.firstSeq + BigInt(c.seq.rows);
    c.seq.bytes.u64(Number(seq & 0xffff_ffffn), Number(seq >> 32n));
    c.service.push(resource.service, 0, resource.service.length);
    c.severity_number.bytes.byte(view.severity > 24 ? 0 : view.severity);
    c.severity_text.push(
      buffer,
      view.severityStart,
      cut(buffer, view.severityStart, view.severityEnd, this.#limits.nameLength),
    );
    this.#addBody(reader, view, c);
    c.event_name.push(
      buffer,
      view.eventStart,
      cut(buffer, view.eventStart, view.eventEnd, this.#limits.nameLength),
    );
    pushId(c.trace_id, buffer, view.traceId, view.traceIdLength, 16);
    pushId(c.span_id, buffer, view.spanId, view.spanIdLength, 8);
    c.flags.bytes.u32(view.flags);
    const dropped = this.#attributes.write(reader, view.attributes, c.attributes, c.attribute_types);
    c.dropped_attributes.bytes.u32(view.droppedAttributes + dropped);
    c.resource_id.bytes.u64(resource.low, resource.high);
    c.scope_id.bytes.u64(scope.low, scope.high);
  }

  #addBody(reader: Reader, view: LogRecordView, { body, body_type }: Columns): void {
    if (view.bodyStart < 0) {
      body.push(reader.buffer, 0, 0);
      this.#letter[0] = letters.empty;
    } else {
      this.#letter[0] = writeValue(reader, view.bodyStart, view.bodyEnd, body, this.#limits.attributeLength);
    }
    body_type.push(this.#letter, 0, 1);
  }
}

/** Time: as given, or when it was observed, or when it was received. */
function addTimes({ time, observed_time }: Columns, view: LogRecordView, received: number): void {
  const receivedNano = BigInt(Math.round(received * 1000)) * 1_000_000n;
  const low = Number(receivedNano & 0xffff_ffffn);
  const high = Number(receivedNano >> 32n);
  const isObserved = (view.observedLow | view.observedHigh) !== 0;
  const observedLow = isObserved ? view.observedLow : low;
  const observedHigh = isObserved ? view.observedHigh : high;
  const isGiven = (view.timeLow | view.timeHigh) !== 0;
  time.bytes.u64(isGiven ? view.timeLow : observedLow, isGiven ? view.timeHigh : observedHigh);
  observed_time.bytes.u64(observedLow, observedHigh);
}

function isPending({ eventStart, eventEnd }: LogRecordView, buffer: Uint8Array): boolean {
  return (
    eventEnd > eventStart && pendingEvents.some((name) => name.compare(buffer, eventStart, eventEnd) === 0)
  );
}
