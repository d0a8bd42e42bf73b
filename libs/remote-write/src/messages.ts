import { BYTES, doubleOf, FIXED64, type Reader, tagOf, VARINT, zigzag } from "@naru/otlp";
import type { Buckets, WriteHistogram, WriteSample } from "./request.ts";

/* The messages that both versions have in common.
 * Source: prometheus/prometheus, prompb/types.proto and prompb/io/prometheus/write/v2/types.proto */

/** The bits of Prometheus's staleness marker, a NaN of its own. */
const isStale = (low: number, high: number): boolean => low === 2 && high === 0x7ff0_0000;

/** A signed 64-bit value of which the reader has the halves; exact up to 2^53. */
export const signed = ({ low, high }: Reader): number => (high | 0) * 0x1_0000_0000 + low;
const unsigned = ({ low, high }: Reader): number => high * 0x1_0000_0000 + low;

/** Undoes the mapping of sint64. */
function unzigzag(reader: Reader): number {
  const half = Math.floor(unsigned(reader) / 2);
  return (reader.low & 1) === 1 ? -half - 1 : half;
}

/** value = 1, timestamp = 2, start_timestamp = 3 (version 2 only) */
export function readSample(reader: Reader, start: number, end: number): WriteSample {
  let value: WriteSample["value"] = 0;
  let time = 0;
  let began = 0;
  reader.pos = start;
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === tagOf(1, FIXED64)) {
      reader.fixed64(end);
      value = isStale(reader.low, reader.high) ? "stale" : doubleOf(reader.low, reader.high);
    } else if (tag === tagOf(2, VARINT) || tag === tagOf(3, VARINT)) {
      reader.varint64(end);
      if (tag === tagOf(2, VARINT)) time = signed(reader);
      else began = signed(reader);
    } else reader.skip(tag, end);
  }
  return { time, start: began, value };
}

interface Side {
  readonly spans: { readonly offset: number; readonly length: number }[];
  readonly deltas: number[];
  readonly counts: number[];
}

/** Buckets of one sign may be this many; a span can name more than the message has bytes for. */
const mostBuckets = 16_384;

const reset = { gauge: 3 };

export function readHistogram(reader: Reader, start: number, end: number): WriteHistogram {
  const numbers = { count: 0, sum: 0, schema: 0, zeroThreshold: 0, zeroCount: 0, hint: 0, time: 0, start: 0 };
  const negative: Side = { spans: [], deltas: [], counts: [] };
  const positive: Side = { spans: [], deltas: [], counts: [] };
  const bounds: number[] = [];
  let stale = false;
  reader.pos = start;
  while (reader.pos < end) {
    const tag = reader.tag(end);
    const field = tag >>> 3;
    const side = field <= 10 ? negative : positive;
    if ((tag & 7) === FIXED64) {
      reader.fixed64(end);
      const value = doubleOf(reader.low, reader.high);
      if (field === 2) numbers.count = value;
      else if (field === 3) {
        numbers.sum = value;
        stale = isStale(reader.low, reader.high);
      } else if (field === 5) numbers.zeroThreshold = value;
      else if (field === 7) numbers.zeroCount = value;
      else if (field === 10 || field === 13) side.counts.push(value);
      else if (field === 16) bounds.push(value);
    } else if ((tag & 7) === VARINT) {
      reader.varint64(end);
      if (field === 1) numbers.count = unsigned(reader);
      else if (field === 4) numbers.schema = zigzag(reader.low);
      else if (field === 6) numbers.zeroCount = unsigned(reader);
      else if (field === 9 || field === 12) side.deltas.push(unzigzag(reader));
      else if (field === 14) numbers.hint = reader.low;
      else if (field === 15) numbers.time = signed(reader);
      else if (field === 17) numbers.start = signed(reader);
    } else if ((tag & 7) === BYTES) {
      reader.range(end);
      readPacked(reader, field, side, bounds);
    } else reader.skip(tag, end);
  }
  const { count, sum, schema, zeroThreshold, zeroCount, hint } = numbers;
  return {
    time: numbers.time,
    start: numbers.start,
    isStale: stale,
    isGauge: hint === reset.gauge,
    schema,
    count,
    sum,
    zeroThreshold,
    zeroCount,
    positive: bucketsOf(positive),
    negative: bucketsOf(negative),
    bounds,
  };
}

function readPacked(reader: Reader, field: number, side: Side, bounds: number[]): void {
  const { start, end } = reader;
  reader.pos = start;
  if (field === 8 || field === 11) side.spans.push(readSpan(reader, end));
  else if (field === 9 || field === 12) {
    while (reader.pos < end) {
      reader.varint64(end);
      side.deltas.push(unzigzag(reader));
    }
  } else if (field === 10 || field === 13 || field === 16) {
    const into = field === 16 ? bounds : side.counts;
    while (reader.pos < end) {
      reader.fixed64(end);
      into.push(doubleOf(reader.low, reader.high));
    }
  }
  reader.pos = end;
}

function readSpan(reader: Reader, end: number): { offset: number; length: number } {
  const span = { offset: 0, length: 0 };
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === tagOf(1, VARINT)) span.offset = zigzag(reader.varint32(end));
    else if (tag === tagOf(2, VARINT)) span.length = reader.varint32(end);
    else reader.skip(tag, end);
  }
  return span;
}

/** Spans say which indices have a bucket; counts of integers are differences, each to the one before. */
function bucketsOf({ spans, deltas, counts }: Side): Buckets {
  const indices: number[] = [];
  let index = 0;
  for (const { offset, length } of spans) {
    index += offset;
    for (let i = 0; i < length && indices.length < mostBuckets; i++) indices.push(index++);
  }
  let sum = 0;
  const absolute = counts.length > 0 ? counts : deltas.map((delta) => (sum += delta));
  const count = Math.min(indices.length, absolute.length);
  return { indices: indices.slice(0, count), counts: absolute.slice(0, count) };
}
