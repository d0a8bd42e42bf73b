import { BYTES, doubleOf, FIXED64, MalformedError, Reader, tagOf, VARINT } from "@naru/otlp";
import { readHistogram, readSample, signed } from "./messages.ts";
import {
  WriteError,
  type WriteExemplar,
  type WriteHistogram,
  type WriteSample,
  type WriteSeries,
} from "./request.ts";

const decoder = new TextDecoder("utf-8", { fatal: true });

/** Reads a `prometheus.WriteRequest`. Metadata stands apart from series in this version and is passed over.
 *  @throws WriteError
 *  Source: https://prometheus.io/docs/specs/prw/remote_write_spec/ */
export function readVersion1(body: Uint8Array): WriteSeries[] {
  const reader = new Reader();
  reader.reset(body);
  return guarded(() => {
    const series: WriteSeries[] = [];
    while (reader.pos < body.length) {
      const tag = reader.tag(body.length);
      if (tag !== tagOf(1, BYTES)) {
        reader.skip(tag, body.length);
        continue;
      }
      reader.range(body.length);
      const { start, end } = reader;
      series.push(readSeries(reader, start, end));
      reader.pos = end;
    }
    return series;
  });
}

/** @throws WriteError in place of what readers throw */
export function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedError) throw new WriteError(error.message);
    if (error instanceof TypeError) throw new WriteError("a text is not valid UTF-8");
    throw error;
  }
}

export const textOf = (reader: Reader): string =>
  decoder.decode(reader.buffer.subarray(reader.start, reader.end));

function readSeries(reader: Reader, start: number, end: number): WriteSeries {
  const labels: [string, string][] = [];
  const samples: WriteSample[] = [];
  const histograms: WriteHistogram[] = [];
  const exemplars: WriteExemplar[] = [];
  reader.pos = start;
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if ((tag & 7) !== BYTES) {
      reader.skip(tag, end);
      continue;
    }
    reader.range(end);
    const { start: from, end: to } = reader;
    const field = tag >>> 3;
    if (field === 1) labels.push(readLabel(reader, from, to));
    else if (field === 2) samples.push(readSample(reader, from, to));
    else if (field === 3) exemplars.push(readExemplar(reader, from, to));
    else if (field === 4) histograms.push(readHistogram(reader, from, to));
    reader.pos = to;
  }
  return { labels, samples, histograms, exemplars, type: "unknown", help: "", unit: "" };
}

function readLabel(reader: Reader, start: number, end: number): [string, string] {
  const label: [string, string] = ["", ""];
  reader.pos = start;
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === tagOf(1, BYTES) || tag === tagOf(2, BYTES)) {
      reader.range(end);
      label[tag === tagOf(1, BYTES) ? 0 : 1] = textOf(reader);
    } else reader.skip(tag, end);
  }
  return label;
}

function readExemplar(reader: Reader, start: number, end: number): WriteExemplar {
  const labels: [string, string][] = [];
  let value = 0;
  let time = 0;
  reader.pos = start;
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === tagOf(1, BYTES)) {
      reader.range(end);
      const { start: from, end: to } = reader;
      labels.push(readLabel(reader, from, to));
      reader.pos = to;
    } else if (tag === tagOf(2, FIXED64)) {
      reader.fixed64(end);
      value = doubleOf(reader.low, reader.high);
    } else if (tag === tagOf(3, VARINT)) {
      reader.varint64(end);
      time = signed(reader);
    } else reader.skip(tag, end);
  }
  return { labels, value, time };
}
