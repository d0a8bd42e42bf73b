import { ArrayColumn, Block, FixedColumn, LowCardinalityColumn, MapColumn } from "@naru/clickhouse";
import {
  BYTES,
  DataPointView,
  doubleOf,
  FIXED64,
  judgePoint,
  metricKinds,
  MetricView,
  Ranges,
  type Reader,
  tagOf,
  VARINT,
  type Window,
  zigzag,
} from "@naru/otlp";
import { AttributeWriter } from "./attributes.ts";
import type { Limits } from "./limits.ts";
import type { Origin } from "./origins.ts";
import { type MetricHead, SeriesRegistry } from "./series.ts";
import { pushId } from "./spans.ts";

const point = () => ({
  metric: new LowCardinalityColumn(),
  series_id: new FixedColumn("UInt64", 8),
  time: new FixedColumn("DateTime64(9, 'UTC')", 8),
});
const value = () => ({
  value: new FixedColumn("Float64", 8),
  int_value: new FixedColumn("Int64", 8),
  is_int: new FixedColumn("UInt8", 1),
});
const columnsOfNumbers = () => ({
  ...point(),
  start_time: new FixedColumn("DateTime64(9, 'UTC')", 8),
  flags: new FixedColumn("UInt32", 4),
  ...value(),
});
const columnsOfDistributions = () => ({
  ...point(),
  start_time: new FixedColumn("DateTime64(9, 'UTC')", 8),
  flags: new FixedColumn("UInt32", 4),
  count: new FixedColumn("UInt64", 8),
  sum: new FixedColumn("Float64", 8),
  min: new FixedColumn("Float64", 8),
  max: new FixedColumn("Float64", 8),
  has: new FixedColumn("UInt8", 1),
  bounds: new ArrayColumn(new FixedColumn("Float64", 8)),
  counts: new ArrayColumn(new FixedColumn("UInt64", 8)),
  scale: new FixedColumn("Int32", 4),
  zero_count: new FixedColumn("UInt64", 8),
  zero_threshold: new FixedColumn("Float64", 8),
  positive_offset: new FixedColumn("Int32", 4),
  positive_counts: new ArrayColumn(new FixedColumn("UInt64", 8)),
  negative_offset: new FixedColumn("Int32", 4),
  negative_counts: new ArrayColumn(new FixedColumn("UInt64", 8)),
  quantiles: new ArrayColumn(new FixedColumn("Float64", 8)),
  quantile_values: new ArrayColumn(new FixedColumn("Float64", 8)),
});
const columnsOfExemplars = () => ({
  ...point(),
  ...value(),
  trace_id: new FixedColumn("FixedString(16)", 16),
  span_id: new FixedColumn("FixedString(8)", 8),
  attributes: new MapColumn(),
  attribute_types: new LowCardinalityColumn(),
});

/** Buckets of one sign may be this many; a packed field can name more than the message has bytes for. */
const mostBuckets = 16_384;

/** Data points on their way into the tables `metric_…`. */
export class MetricScanner {
  readonly series: SeriesRegistry;
  readonly numbers = new Block(columnsOfNumbers());
  readonly distributions = new Block(columnsOfDistributions());
  readonly exemplars = new Block(columnsOfExemplars());
  readonly #exemplarAttributes: AttributeWriter;
  readonly #metric = new MetricView();
  readonly #view = new DataPointView();
  readonly #ranges = new Ranges();

  constructor(limits: Limits) {
    this.series = new SeriesRegistry(limits);
    this.#exemplarAttributes = new AttributeWriter(limits);
  }

  /** Adds the points of one Metric, except those of which the sender was told that they can't be stored.
   *  @throws MalformedError */
  add(reader: Reader, start: number, end: number, window: Window, resource: Origin, scope: Origin): void {
    const metric = this.#metric;
    metric.read(reader, start, end);
    if (metric.kind === 0 || metric.points.count === 0) return;
    const head = this.series.head(reader, metric, resource, scope);
    for (let i = 0; i < metric.points.count; i++) {
      this.#view.read(
        reader,
        metric.kind,
        metric.points.starts[i] as number,
        metric.points.ends[i] as number,
      );
      if (judgePoint(this.#view, window) !== undefined) continue;
      this.series.find(reader, head, this.#view.attributes);
      if (metric.kind === metricKinds.gauge || metric.kind === metricKinds.sum) this.#addNumber(head);
      else this.#addDistribution(reader, head);
      for (let e = 0; e < this.#view.exemplars.count; e++) this.#addExemplar(reader, head, e);
    }
  }

  #addPoint(c: ReturnType<typeof point>, head: MetricHead, timeLow: number, timeHigh: number): void {
    c.metric.push(head.name, 0, head.name.length);
    c.series_id.bytes.u64(this.series.low, this.series.high);
    c.time.bytes.u64(timeLow, timeHigh);
  }

  #addNumber(head: MetricHead): void {
    const view = this.#view;
    const c = this.numbers.columns;
    this.#addPoint(c, head, view.timeLow, view.timeHigh);
    c.start_time.bytes.u64(view.startLow, view.startHigh);
    c.flags.bytes.u32(view.flags);
    pushValue(c, view.isInt, view.valueLow, view.valueHigh);
  }

  #addDistribution(reader: Reader, head: MetricHead): void {
    const view = this.#view;
    const c = this.distributions.columns;
    this.#addPoint(c, head, view.timeLow, view.timeHigh);
    c.start_time.bytes.u64(view.startLow, view.startHigh);
    c.flags.bytes.u32(view.flags);
    c.count.bytes.u64(view.countLow, view.countHigh);
    c.sum.bytes.f64(view.sum);
    c.min.bytes.f64(view.min);
    c.max.bytes.f64(view.max);
    c.has.bytes.byte(view.has);
    copyAll(reader, view.counts, c.counts);
    copyAll(reader, view.bounds, c.bounds);
    c.scale.bytes.u32(view.scale);
    c.zero_count.bytes.u64(view.zeroLow, view.zeroHigh);
    c.zero_threshold.bytes.f64(view.zeroThreshold);
    this.#addBuckets(reader, view.positive, c.positive_offset, c.positive_counts);
    this.#addBuckets(reader, view.negative, c.negative_offset, c.negative_counts);
    for (let i = 0; i < view.quantiles.count; i++) {
      this.#addQuantile(reader, view.quantiles.starts[i] as number, view.quantiles.ends[i] as number);
    }
    c.quantiles.end();
    c.quantile_values.end();
  }

  #addBuckets(reader: Reader, given: Ranges, offset: FixedColumn, counts: ArrayColumn<FixedColumn>): void {
    let first = 0;
    let pushed = 0;
    for (let i = 0; i < given.count; i++) {
      const end = given.ends[i] as number;
      reader.pos = given.starts[i] as number;
      while (reader.pos < end) {
        const tag = reader.tag(end);
        if (tag === tagOf(1, VARINT)) first = zigzag(reader.varint32(end));
        else if (tag === tagOf(2, BYTES)) {
          reader.range(end);
          const stop = reader.end;
          reader.pos = reader.start;
          for (; reader.pos < stop && pushed < mostBuckets; pushed++) {
            reader.varint64(stop);
            counts.inner.bytes.u64(reader.low, reader.high);
          }
          reader.pos = stop;
        } else if (tag === tagOf(2, VARINT)) {
          reader.varint64(end);
          counts.inner.bytes.u64(reader.low, reader.high);
          pushed++;
        } else reader.skip(tag, end);
      }
    }
    offset.bytes.u32(first);
    counts.end();
  }

  #addQuantile(reader: Reader, start: number, end: number): void {
    let quantile = 0;
    let at = 0;
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.tag(end);
      if (tag === tagOf(1, FIXED64) || tag === tagOf(2, FIXED64)) {
        reader.fixed64(end);
        if (tag === tagOf(1, FIXED64)) quantile = doubleOf(reader.low, reader.high);
        else at = doubleOf(reader.low, reader.high);
      } else reader.skip(tag, end);
    }
    this.distributions.columns.quantiles.inner.bytes.f64(quantile);
    this.distributions.columns.quantile_values.inner.bytes.f64(at);
  }

  #addExemplar(reader: Reader, head: MetricHead, index: number): void {
    const end = this.#view.exemplars.ends[index] as number;
    const { buffer } = reader;
    const time = [this.#view.timeLow, this.#view.timeHigh] as [number, number];
    let isInt = -1;
    let low = 0;
    let high = 0;
    let traceId = 0;
    let traceIdLength = 0;
    let spanId = 0;
    let spanIdLength = 0;
    this.#ranges.count = 0;
    reader.pos = this.#view.exemplars.starts[index] as number;
    while (reader.pos < end) {
      const tag = reader.tag(end);
      const field = tag >>> 3;
      if ((tag & 7) === BYTES) {
        reader.range(end);
        if (field === 7) this.#ranges.push(reader.start, reader.end);
        else if (field === 4) {
          spanId = reader.start;
          spanIdLength = reader.end - reader.start;
        } else if (field === 5) {
          traceId = reader.start;
          traceIdLength = reader.end - reader.start;
        }
      } else if ((tag & 7) === FIXED64) {
        reader.fixed64(end);
        if (field === 2) time.splice(0, 2, reader.low, reader.high);
        else if (field === 3 || field === 6) {
          isInt = field === 6 ? 1 : 0;
          ({ low, high } = reader);
        }
      } else reader.skip(tag, end);
    }
    const c = this.exemplars.columns;
    this.#addPoint(c, head, ...this.#exemplarTime(time));
    pushValue(c, isInt, low, high);
    pushId(c.trace_id, buffer, traceId, traceIdLength, 16);
    pushId(c.span_id, buffer, spanId, spanIdLength, 8);
    this.#exemplarAttributes.write(reader, this.#ranges, c.attributes, c.attribute_types);
  }

  /** An exemplar's own time when it lies within a day of its point's, so that it is stored and deleted with it. */
  #exemplarTime([low, high]: [number, number]): [number, number] {
    const apart = Math.abs(high - this.#view.timeHigh) * 4.294967296;
    return apart > 86_400 ? [this.#view.timeLow, this.#view.timeHigh] : [low, high];
  }
}

/** A point without a value (the series has ended) is NaN; its flags say so too. */
function pushValue(c: ReturnType<typeof value>, isInt: number, low: number, high: number): void {
  c.is_int.bytes.byte(isInt === 1 ? 1 : 0);
  if (isInt === 1) {
    c.int_value.bytes.u64(low, high);
    c.value.bytes.f64((high | 0) * 0x1_0000_0000 + low);
  } else {
    c.int_value.bytes.u64(0, 0);
    if (isInt === 0) c.value.bytes.u64(low, high);
    else c.value.bytes.f64(Number.NaN);
  }
}

/** Packed 64-bit values as they are. */
function copyAll(reader: Reader, given: Ranges, into: ArrayColumn<FixedColumn>): void {
  for (let i = 0; i < given.count; i++) {
    const start = given.starts[i] as number;
    const length = (given.ends[i] as number) - start;
    into.inner.bytes.copy(reader.buffer, start, start + length - (length % 8));
  }
  into.end();
}
