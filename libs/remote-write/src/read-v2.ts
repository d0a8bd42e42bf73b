import { BYTES, doubleOf, FIXED64, Reader, tagOf, VARINT } from "@naru/otlp";
import { readHistogram, readSample, signed } from "./messages.ts";
import { guarded, textOf } from "./read-v1.ts";
import {
  type MetricType,
  WriteError,
  type WriteExemplar,
  type WriteHistogram,
  type WriteSample,
  type WriteSeries,
} from "./request.ts";

const types: readonly MetricType[] = [
  "unknown",
  "counter",
  "gauge",
  "histogram",
  "gaugehistogram",
  "summary",
  "info",
  "stateset",
];

/** Reads an `io.prometheus.write.v2.Request`: texts stand once, in a table, and are referred to by number.
 *  @throws WriteError
 *  Source: https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/ */
export function readVersion2(body: Uint8Array): WriteSeries[] {
  const reader = new Reader();
  reader.reset(body);
  return guarded(() => {
    const symbols: string[] = [];
    const ranges: [start: number, end: number][] = [];
    while (reader.pos < body.length) {
      const tag = reader.tag(body.length);
      if (tag === tagOf(4, BYTES)) {
        reader.range(body.length);
        symbols.push(textOf(reader));
      } else if (tag === tagOf(5, BYTES)) {
        reader.range(body.length);
        ranges.push([reader.start, reader.end]);
      } else reader.skip(tag, body.length);
    }
    if (symbols.length > 0 && symbols[0] !== "") throw new WriteError("the first symbol must be empty");
    return ranges.map(([start, end]) => new SeriesReader(reader, symbols).read(start, end));
  });
}

class SeriesReader {
  readonly #reader: Reader;
  readonly #symbols: readonly string[];

  constructor(reader: Reader, symbols: readonly string[]) {
    this.#reader = reader;
    this.#symbols = symbols;
  }

  read(start: number, end: number): WriteSeries {
    const reader = this.#reader;
    const samples: WriteSample[] = [];
    const histograms: WriteHistogram[] = [];
    const exemplars: WriteExemplar[] = [];
    const references: number[] = [];
    let metadata: Pick<WriteSeries, "type" | "help" | "unit"> = { type: "unknown", help: "", unit: "" };
    let created = 0;
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.tag(end);
      const field = tag >>> 3;
      if (tag === tagOf(1, VARINT)) references.push(reader.varint32(end));
      else if (tag === tagOf(6, VARINT)) {
        reader.varint64(end);
        created = signed(reader);
      } else if ((tag & 7) === BYTES) {
        reader.range(end);
        const { start: from, end: to } = reader;
        if (field === 1) references.push(...this.#packed(from, to));
        else if (field === 2) samples.push(readSample(reader, from, to));
        else if (field === 3) histograms.push(readHistogram(reader, from, to));
        else if (field === 4) exemplars.push(this.#exemplar(from, to));
        else if (field === 5) metadata = this.#metadata(from, to);
        reader.pos = to;
      } else reader.skip(tag, end);
    }
    const since = <T extends { readonly start: number }>(each: T): T =>
      each.start === 0 && created !== 0 ? { ...each, start: created } : each;
    const labels = this.#labels(references);
    return { labels, ...metadata, samples: samples.map(since), histograms: histograms.map(since), exemplars };
  }

  #symbol(reference: number): string {
    const text = this.#symbols[reference];
    if (text === undefined) throw new WriteError(`there is no symbol ${reference}`);
    return text;
  }

  #labels(references: readonly number[]): [string, string][] {
    if (references.length % 2 !== 0) throw new WriteError("a label has a name and a value");
    return Array.from({ length: references.length / 2 }, (_, i) => [
      this.#symbol(references[2 * i] as number),
      this.#symbol(references[2 * i + 1] as number),
    ]);
  }

  #packed(start: number, end: number): number[] {
    const numbers: number[] = [];
    this.#reader.pos = start;
    while (this.#reader.pos < end) numbers.push(this.#reader.varint32(end));
    return numbers;
  }

  #exemplar(start: number, end: number): WriteExemplar {
    const reader = this.#reader;
    const references: number[] = [];
    let value = 0;
    let time = 0;
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.tag(end);
      if (tag === tagOf(1, BYTES)) {
        reader.range(end);
        const { end: to } = reader;
        references.push(...this.#packed(reader.start, to));
        reader.pos = to;
      } else if (tag === tagOf(1, VARINT)) references.push(reader.varint32(end));
      else if (tag === tagOf(2, FIXED64)) {
        reader.fixed64(end);
        value = doubleOf(reader.low, reader.high);
      } else if (tag === tagOf(3, VARINT)) {
        reader.varint64(end);
        time = signed(reader);
      } else reader.skip(tag, end);
    }
    return { labels: this.#labels(references), value, time };
  }

  #metadata(start: number, end: number): Pick<WriteSeries, "type" | "help" | "unit"> {
    const reader = this.#reader;
    const found = { type: 0, help: 0, unit: 0 };
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.tag(end);
      if (tag === tagOf(1, VARINT)) found.type = reader.varint32(end);
      else if (tag === tagOf(3, VARINT)) found.help = reader.varint32(end);
      else if (tag === tagOf(4, VARINT)) found.unit = reader.varint32(end);
      else reader.skip(tag, end);
    }
    const text = (reference: number) => (reference === 0 ? "" : this.#symbol(reference));
    return { type: types[found.type] ?? "unknown", help: text(found.help), unit: text(found.unit) };
  }
}
