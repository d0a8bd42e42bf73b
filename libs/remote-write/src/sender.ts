import { BYTES, FIXED64, tagOf, VARINT, Writer } from "@naru/otlp";
import { snap } from "./snap.ts";

/* Requests as a sender writes them, for tests. */

export interface SentSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** Milliseconds since 1970 and value; undefined stands for the staleness marker. */
  readonly samples: readonly (readonly [time: number, value: number | undefined])[];
  readonly histograms?: readonly SentHistogram[];
}

interface SentHistogram {
  readonly time: number;
  readonly count: number;
  readonly sum: number;
  readonly schema: number;
  readonly zeroCount?: number;
  readonly positiveOffset?: number;
  /** Counts of neighbouring buckets. */
  readonly positive?: readonly number[];
  readonly bounds?: readonly number[];
}

const staleBits = 0x7ff0_0000_0000_0002n;

/** A compressed `prometheus.WriteRequest`. */
export function writeVersion1(series: readonly SentSeries[]): Buffer {
  const writer = new Writer();
  for (const { labels, samples, histograms = [] } of series) {
    message(writer, 1, () => {
      for (const [name, value] of Object.entries(labels)) {
        message(writer, 1, () => {
          text(writer, 1, name);
          text(writer, 2, value);
        });
      }
      writeSamples(writer, 2, samples);
      for (const each of histograms) message(writer, 4, () => writeHistogram(writer, each));
    });
  }
  return snap(writer.finish());
}

/** A compressed `io.prometheus.write.v2.Request`.
 *  @param metadata of every series: number of the type, help and unit */
export function writeVersion2(
  series: readonly SentSeries[],
  metadata?: { readonly type: number; readonly help: string; readonly unit: string },
): Buffer {
  const symbols = [""];
  const reference = (symbol: string): number => {
    const known = symbols.indexOf(symbol);
    return known === -1 ? symbols.push(symbol) - 1 : known;
  };
  const writer = new Writer();
  for (const { labels, samples, histograms = [] } of series) {
    message(writer, 5, () => {
      message(writer, 1, () => {
        for (const [name, value] of Object.entries(labels)) {
          writer.varint(reference(name));
          writer.varint(reference(value));
        }
      });
      writeSamples(writer, 2, samples);
      for (const each of histograms) message(writer, 3, () => writeHistogram(writer, each));
      if (!metadata) return;
      message(writer, 5, () => {
        number(writer, 1, metadata.type);
        number(writer, 3, reference(metadata.help));
        number(writer, 4, reference(metadata.unit));
      });
    });
  }
  for (const symbol of symbols) {
    writer.varint(tagOf(4, BYTES));
    writer.bytes(Buffer.from(symbol));
  }
  return snap(writer.finish());
}

function writeSamples(writer: Writer, field: number, samples: SentSeries["samples"]): void {
  for (const [time, value] of samples) {
    message(writer, field, () => {
      writer.varint(tagOf(1, FIXED64));
      if (value === undefined) writer.fixed64(staleBits);
      else writer.double(value);
      writer.varint(tagOf(2, VARINT));
      writer.varint64(BigInt(time));
    });
  }
}

function writeHistogram(writer: Writer, given: SentHistogram): void {
  const { positive = [], bounds = [] } = given;
  number(writer, 1, given.count);
  double(writer, 3, given.sum);
  number(writer, 4, zigzagged(given.schema));
  number(writer, 6, given.zeroCount ?? 0);
  if (positive.length > 0) {
    message(writer, 11, () => {
      number(writer, 1, zigzagged(given.positiveOffset ?? 0));
      number(writer, 2, positive.length);
    });
    message(writer, 12, () => {
      positive.forEach((count, i) => writer.varint(zigzagged(count - (positive[i - 1] ?? 0))));
    });
  }
  number(writer, 15, given.time);
  if (bounds.length > 0) message(writer, 16, () => bounds.forEach((bound) => writer.double(bound)));
}

const zigzagged = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);

function message(writer: Writer, field: number, write: () => void): void {
  writer.varint(tagOf(field, BYTES));
  writer.nested(write);
}

function text(writer: Writer, field: number, value: string): void {
  writer.varint(tagOf(field, BYTES));
  writer.bytes(Buffer.from(value));
}

function number(writer: Writer, field: number, value: number): void {
  writer.varint(tagOf(field, VARINT));
  writer.varint(value);
}

function double(writer: Writer, field: number, value: number): void {
  writer.varint(tagOf(field, FIXED64));
  writer.double(value);
}
