import { BYTES, type Reader, tagOf, VARINT } from "./reader.ts";
import { Ranges } from "./ranges.ts";

/** Kinds of metrics, numbered as they are stored. 0: a kind this release does not know. */
export const metricKinds = { gauge: 1, sum: 2, histogram: 3, exponentialHistogram: 4, summary: 5 } as const;

const kindOfField: Readonly<Record<number, number>> = {
  5: metricKinds.gauge,
  7: metricKinds.sum,
  9: metricKinds.histogram,
  10: metricKinds.exponentialHistogram,
  11: metricKinds.summary,
};

/** One Metric, read down to the ranges of its points. The view is filled again for every metric. */
export class MetricView {
  nameStart = 0;
  nameEnd = 0;
  descriptionStart = 0;
  descriptionEnd = 0;
  unitStart = 0;
  unitEnd = 0;
  kind = 0;
  temporality = 0;
  monotonic = 0;
  readonly points = new Ranges();

  /** @throws MalformedError */
  read(reader: Reader, start: number, end: number): void {
    this.nameStart = this.nameEnd = this.descriptionStart = this.descriptionEnd = 0;
    this.unitStart = this.unitEnd = this.kind = this.temporality = this.monotonic = 0;
    this.points.count = 0;
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.tag(end);
      if ((tag & 7) !== BYTES) {
        reader.skip(tag, end);
        continue;
      }
      reader.range(end);
      const next = reader.end;
      this.#readField(reader, tag >>> 3, reader.start, next);
      reader.pos = next;
    }
  }

  #readField(reader: Reader, field: number, start: number, end: number): void {
    if (field === 1) {
      this.nameStart = start;
      this.nameEnd = end;
    } else if (field === 2) {
      this.descriptionStart = start;
      this.descriptionEnd = end;
    } else if (field === 3) {
      this.unitStart = start;
      this.unitEnd = end;
    } else {
      const kind = kindOfField[field];
      if (kind !== undefined) this.#readData(reader, kind, start, end);
    }
  }

  #readData(reader: Reader, kind: number, start: number, end: number): void {
    // The last of the kinds counts, as in any oneof.
    if (kind !== this.kind) this.points.count = this.temporality = this.monotonic = 0;
    this.kind = kind;
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.tag(end);
      if (tag === tagOf(1, BYTES)) {
        reader.range(end);
        this.points.push(reader.start, reader.end);
      } else if (tag === tagOf(2, VARINT)) this.temporality = reader.varint32(end);
      else if (tag === tagOf(3, VARINT)) this.monotonic = reader.varint32(end) === 0 ? 0 : 1;
      else reader.skip(tag, end);
    }
  }
}
