import { BYTES, FIXED32, FIXED64, type Reader, tagOf, VARINT } from "./reader.ts";
import { Ranges } from "./ranges.ts";

/** One LogRecord, read one level deep. The view is filled again for every record. */
export class LogRecordView {
  timeLow = 0;
  timeHigh = 0;
  observedLow = 0;
  observedHigh = 0;
  severity = 0;
  severityStart = 0;
  severityEnd = 0;
  /** -1 when there is no body. */
  bodyStart = -1;
  bodyEnd = 0;
  eventStart = 0;
  eventEnd = 0;
  traceId = 0;
  traceIdLength = 0;
  spanId = 0;
  spanIdLength = 0;
  flags = 0;
  droppedAttributes = 0;
  readonly attributes = new Ranges();

  /** @throws MalformedError */
  read(reader: Reader, start: number, end: number): void {
    this.#clear();
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.tag(end);
      switch (tag) {
        case tagOf(1, FIXED64):
          reader.fixed64(end);
          this.timeLow = reader.low;
          this.timeHigh = reader.high;
          break;
        case tagOf(11, FIXED64):
          reader.fixed64(end);
          this.observedLow = reader.low;
          this.observedHigh = reader.high;
          break;
        case tagOf(2, VARINT):
          this.severity = reader.varint32(end);
          break;
        case tagOf(7, VARINT):
          this.droppedAttributes = reader.varint32(end);
          break;
        case tagOf(8, FIXED32):
          this.flags = reader.fixed32(end);
          break;
        default:
          this.#readRange(reader, tag, end);
      }
    }
  }

  #readRange(reader: Reader, tag: number, end: number): void {
    if ((tag & 7) !== BYTES) {
      reader.skip(tag, end);
      return;
    }
    reader.range(end);
    const { start, end: stop } = reader;
    switch (tag >>> 3) {
      case 6:
        this.attributes.push(start, stop);
        break;
      case 5:
        this.bodyStart = start;
        this.bodyEnd = stop;
        break;
      case 3:
        this.severityStart = start;
        this.severityEnd = stop;
        break;
      case 9:
        this.traceId = start;
        this.traceIdLength = stop - start;
        break;
      case 10:
        this.spanId = start;
        this.spanIdLength = stop - start;
        break;
      case 12:
        this.eventStart = start;
        this.eventEnd = stop;
        break;
      default:
    }
  }

  #clear(): void {
    this.timeLow = this.timeHigh = this.observedLow = this.observedHigh = 0;
    this.severity = this.severityStart = this.severityEnd = this.eventStart = this.eventEnd = 0;
    this.bodyStart = -1;
    this.traceIdLength = this.spanIdLength = this.flags = this.droppedAttributes = 0;
    this.attributes.count = 0;
  }
}
