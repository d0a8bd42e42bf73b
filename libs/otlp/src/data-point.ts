import { metricKinds } from "./metric.ts";
import { BYTES, doubleOf, type Reader, FIXED64, tagOf, VARINT } from "./reader.ts";
import { Ranges } from "./ranges.ts";

/* Field numbers of the four kinds of points. */
interface Fields {
  readonly attributes: number;
  readonly exemplars: number;
  readonly flags: number;
  readonly min: number;
  readonly max: number;
}
const numbers: Fields = { attributes: 7, exemplars: 5, flags: 8, min: -1, max: -1 };
const fieldsOf: Readonly<Record<number, Fields>> = {
  [metricKinds.gauge]: numbers,
  [metricKinds.sum]: numbers,
  [metricKinds.histogram]: { attributes: 9, exemplars: 8, flags: 10, min: 11, max: 12 },
  [metricKinds.exponentialHistogram]: { attributes: 1, exemplars: 11, flags: 10, min: 12, max: 13 },
  [metricKinds.summary]: { attributes: 7, exemplars: -1, flags: 8, min: -1, max: -1 },
};

/** One data point of any kind, read one level deep. The view is filled again for every point. */
export class DataPointView {
  timeLow = 0;
  timeHigh = 0;
  startLow = 0;
  startHigh = 0;
  flags = 0;
  /** Value of a number point: its 64 bits, and whether they are an integer. -1: no value was sent. */
  isInt = -1;
  valueLow = 0;
  valueHigh = 0;
  countLow = 0;
  countHigh = 0;
  sum = 0;
  min = 0;
  max = 0;
  /** Bits: 1 sum, 2 min, 4 max were sent. */
  has = 0;
  scale = 0;
  zeroLow = 0;
  zeroHigh = 0;
  zeroThreshold = 0;
  readonly attributes = new Ranges();
  readonly exemplars = new Ranges();
  /** Packed or single: histogram counts (fixed64) and bounds (double). */
  readonly counts = new Ranges();
  readonly bounds = new Ranges();
  readonly positive = new Ranges();
  readonly negative = new Ranges();
  readonly quantiles = new Ranges();

  /** @throws MalformedError */
  read(reader: Reader, kind: number, start: number, end: number): void {
    const fields = fieldsOf[kind] ?? numbers;
    this.#clear();
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.tag(end);
      const field = tag >>> 3;
      if ((tag & 7) === BYTES) {
        reader.range(end);
        this.#readRange(kind, fields, field, reader.start, reader.end);
      } else if ((tag & 7) === FIXED64) {
        const at = reader.pos;
        reader.fixed64(end);
        this.#readFixed(kind, fields, field, reader.low, reader.high, at);
      } else if (tag === tagOf(fields.flags, VARINT)) this.flags = reader.varint32(end);
      else if (kind === metricKinds.exponentialHistogram && tag === tagOf(6, VARINT)) {
        this.scale = zigzag(reader.varint32(end));
      } else reader.skip(tag, end);
    }
  }

  #readRange(kind: number, fields: Fields, field: number, start: number, end: number): void {
    if (field === fields.attributes) this.attributes.push(start, end);
    else if (field === fields.exemplars) this.exemplars.push(start, end);
    else if (kind === metricKinds.histogram) {
      if (field === 6) this.counts.push(start, end);
      else if (field === 7) this.bounds.push(start, end);
    } else if (kind === metricKinds.exponentialHistogram) {
      if (field === 8) this.positive.push(start, end);
      else if (field === 9) this.negative.push(start, end);
    } else if (kind === metricKinds.summary && field === 6) this.quantiles.push(start, end);
  }

  #readFixed(kind: number, fields: Fields, field: number, low: number, high: number, at: number): void {
    if (field === 3) {
      this.timeLow = low;
      this.timeHigh = high;
    } else if (field === 2) {
      this.startLow = low;
      this.startHigh = high;
    } else if (kind === metricKinds.gauge || kind === metricKinds.sum) {
      if (field !== 4 && field !== 6) return;
      this.isInt = field === 6 ? 1 : 0;
      this.valueLow = low;
      this.valueHigh = high;
    } else if (field === 4) {
      this.countLow = low;
      this.countHigh = high;
    } else if (field === 5) {
      this.sum = doubleOf(low, high);
      this.has |= 1;
    } else if (field === fields.min) {
      this.min = doubleOf(low, high);
      this.has |= 2;
    } else if (field === fields.max) {
      this.max = doubleOf(low, high);
      this.has |= 4;
    } else if (kind === metricKinds.histogram) {
      if (field === 6) this.counts.push(at, at + 8);
      else if (field === 7) this.bounds.push(at, at + 8);
    } else if (kind === metricKinds.exponentialHistogram) {
      if (field === 7) {
        this.zeroLow = low;
        this.zeroHigh = high;
      } else if (field === 14) this.zeroThreshold = doubleOf(low, high);
    }
  }

  #clear(): void {
    this.timeLow = this.timeHigh = this.startLow = this.startHigh = this.flags = 0;
    this.isInt = -1;
    this.valueLow = this.valueHigh = this.countLow = this.countHigh = 0;
    this.sum = this.min = this.max = this.has = this.scale = 0;
    this.zeroLow = this.zeroHigh = this.zeroThreshold = 0;
    this.attributes.count = this.exemplars.count = this.counts.count = this.bounds.count = 0;
    this.positive.count = this.negative.count = this.quantiles.count = 0;
  }
}

/** Undoes protobuf's sint32 mapping. */
export const zigzag = (value: number): number => (value >>> 1) ^ -(value & 1);
