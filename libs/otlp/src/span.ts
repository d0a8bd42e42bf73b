import { BYTES, FIXED32, FIXED64, type Reader, tagOf, VARINT } from "./reader.ts";
import { Ranges } from "./ranges.ts";

/** One Span, read one level deep. The view is filled again for every span. */
export class SpanView {
  traceId = 0;
  traceIdLength = 0;
  spanId = 0;
  spanIdLength = 0;
  parentId = 0;
  parentIdLength = 0;
  nameStart = 0;
  nameEnd = 0;
  stateStart = 0;
  stateEnd = 0;
  startLow = 0;
  startHigh = 0;
  endLow = 0;
  endHigh = 0;
  kind = 0;
  flags = 0;
  status = 0;
  messageStart = 0;
  messageEnd = 0;
  droppedAttributes = 0;
  droppedEvents = 0;
  droppedLinks = 0;
  readonly attributes = new Ranges();
  readonly events = new Ranges();
  readonly links = new Ranges();

  /** @throws MalformedError */
  read(reader: Reader, start: number, end: number): void {
    this.#clear();
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.tag(end);
      switch (tag) {
        case tagOf(9, BYTES):
          reader.range(end);
          this.attributes.push(reader.start, reader.end);
          break;
        case tagOf(1, BYTES):
          reader.range(end);
          this.traceId = reader.start;
          this.traceIdLength = reader.end - reader.start;
          break;
        case tagOf(2, BYTES):
          reader.range(end);
          this.spanId = reader.start;
          this.spanIdLength = reader.end - reader.start;
          break;
        case tagOf(4, BYTES):
          reader.range(end);
          this.parentId = reader.start;
          this.parentIdLength = reader.end - reader.start;
          break;
        case tagOf(5, BYTES):
          reader.range(end);
          this.nameStart = reader.start;
          this.nameEnd = reader.end;
          break;
        case tagOf(6, VARINT):
          this.kind = reader.varint32(end);
          break;
        case tagOf(7, FIXED64):
          reader.fixed64(end);
          this.startLow = reader.low;
          this.startHigh = reader.high;
          break;
        case tagOf(8, FIXED64):
          reader.fixed64(end);
          this.endLow = reader.low;
          this.endHigh = reader.high;
          break;
        case tagOf(11, BYTES):
          reader.range(end);
          this.events.push(reader.start, reader.end);
          break;
        case tagOf(13, BYTES):
          reader.range(end);
          this.links.push(reader.start, reader.end);
          break;
        case tagOf(15, BYTES):
          reader.range(end);
          this.#readStatus(reader, reader.start, reader.end);
          break;
        default:
          this.#readRare(reader, tag, end);
      }
    }
  }

  #readRare(reader: Reader, tag: number, end: number): void {
    switch (tag) {
      case tagOf(3, BYTES):
        reader.range(end);
        this.stateStart = reader.start;
        this.stateEnd = reader.end;
        break;
      case tagOf(10, VARINT):
        this.droppedAttributes = reader.varint32(end);
        break;
      case tagOf(12, VARINT):
        this.droppedEvents = reader.varint32(end);
        break;
      case tagOf(14, VARINT):
        this.droppedLinks = reader.varint32(end);
        break;
      case tagOf(16, FIXED32):
        this.flags = reader.fixed32(end);
        break;
      default:
        reader.skip(tag, end);
    }
  }

  #readStatus(reader: Reader, start: number, end: number): void {
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.tag(end);
      if (tag === tagOf(3, VARINT)) this.status = reader.varint32(end);
      else if (tag === tagOf(2, BYTES)) {
        reader.range(end);
        this.messageStart = reader.start;
        this.messageEnd = reader.end;
      } else reader.skip(tag, end);
    }
    reader.pos = end;
  }

  #clear(): void {
    this.traceIdLength = this.spanIdLength = this.parentIdLength = 0;
    this.nameStart = this.nameEnd = this.stateStart = this.stateEnd = this.messageStart = this.messageEnd = 0;
    this.startLow = this.startHigh = this.endLow = this.endHigh = 0;
    this.kind = this.flags = this.status = 0;
    this.droppedAttributes = this.droppedEvents = this.droppedLinks = 0;
    this.attributes.count = this.events.count = this.links.count = 0;
  }
}
