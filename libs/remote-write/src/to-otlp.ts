import { BYTES, FIXED64, tagOf, VARINT, type Window, Writer } from "@naru/otlp";
import type { Buckets, WriteExemplar, WriteHistogram, WriteSample, WriteSeries } from "./request.ts";

/** The scope of what came by remote write: its names and labels are Prometheus's own and are given back as they are. */
export const remoteWriteScope = "prometheus.remote_write";

/** The schema of histograms with bounds of their own. */
const customSchema = -53;

/** What became of a request. */
export interface Converted {
  /** An `ExportMetricsServiceRequest`. */
  readonly body: Buffer;
  readonly samples: number;
  readonly histograms: number;
  readonly exemplars: number;
  /** Why some of it can't be stored: each reason once. */
  readonly problems: readonly string[];
}

/** Turns series into an OTLP request: what is behind the door is one path for both.
 *  A metric's name is that of the series, its attributes are all other labels; samples are gauges or monotonic sums,
 *  native histograms exponential ones, those with custom buckets explicit ones. A staleness marker becomes a point
 *  without a recorded value. The `job` becomes the service of the resource besides.
 *  @param window times that are accepted */
export function toOtlp(series: readonly WriteSeries[], window: Window): Converted {
  const conversion = new Conversion(window);
  const byJob = Map.groupBy(
    series.filter((each) => conversion.isValid(each)),
    (each) => labelOf(each, "job"),
  );
  for (const [job, own] of byJob) conversion.resource(job, own);
  return conversion.finish();
}

const labelOf = (series: WriteSeries, name: string): string =>
  series.labels.find(([key]) => key === name)?.[1] ?? "";

/** What a metric's data is called in OTLP: the field of `Metric`, and whether it is a counter. */
interface Shape {
  readonly field: 5 | 7 | 9 | 10;
  readonly cumulative: boolean;
}

class Conversion {
  readonly #writer = new Writer();
  readonly #window: Window;
  readonly #problems = new Set<string>();
  #samples = 0;
  #histograms = 0;
  #exemplars = 0;

  constructor(window: Window) {
    this.#window = window;
  }

  isValid({ labels }: WriteSeries): boolean {
    const names = new Set(labels.map(([name]) => name));
    if (!labels.some(([name, value]) => name === "__name__" && value !== ""))
      return this.#refuse("a series has no name");
    if (names.size < labels.length) return this.#refuse("a series has a label twice");
    return names.has("") ? this.#refuse("a label has no name") : true;
  }

  resource(job: string, series: readonly WriteSeries[]): void {
    const writer = this.#writer;
    this.#message(1, () => {
      this.#message(1, () => {
        if (job !== "") this.#attribute(1, "service.name", job);
      });
      this.#message(2, () => {
        this.#message(1, () => this.#text(1, remoteWriteScope));
        for (const each of series) this.#metric(writer, each);
      });
    });
  }

  finish(): Converted {
    return {
      body: this.#writer.finish(),
      samples: this.#samples,
      histograms: this.#histograms,
      exemplars: this.#exemplars,
      problems: [...this.#problems],
    };
  }

  #metric(writer: Writer, series: WriteSeries): void {
    const samples = series.samples.filter((each) => this.#isTimely(each.time));
    const histograms = series.histograms.filter((each) => this.#isTimely(each.time) && this.#isWhole(each));
    const custom = histograms.filter((each) => each.schema === customSchema);
    const exponential = histograms.filter((each) => each.schema !== customSchema);
    const exemplars = series.exemplars.filter((each) => this.#isTimely(each.time));
    this.#exemplars += exemplars.length;
    this.#samples += samples.length;
    this.#histograms += histograms.length;
    const counter =
      series.type === "counter" ||
      (series.type === "unknown" && /_(total|bucket|count)$/.test(labelOf(series, "__name__")));
    if (samples.length > 0) {
      this.#data(series, { field: counter ? 7 : 5, cumulative: counter }, samples, (point, i) =>
        this.#sample(writer, series, point, i === samples.length - 1 ? exemplars : []),
      );
    }
    for (const isGauge of [false, true]) {
      const of = (all: readonly WriteHistogram[]) => all.filter((each) => each.isGauge === isGauge);
      const last = histograms.at(-1);
      const write = (point: WriteHistogram, body: () => void) =>
        this.#histogram(writer, series, point, point === last && samples.length === 0 ? exemplars : [], body);
      this.#data(series, { field: 10, cumulative: !isGauge }, of(exponential), (point) =>
        write(point, () => this.#exponential(writer, point)),
      );
      this.#data(series, { field: 9, cumulative: !isGauge }, of(custom), (point) =>
        write(point, () => this.#explicit(writer, point)),
      );
    }
  }

  #data<Point>(
    series: WriteSeries,
    { field, cumulative }: Shape,
    points: readonly Point[],
    write: (point: Point, index: number) => void,
  ): void {
    if (points.length === 0) return;
    this.#message(2, () => {
      this.#text(1, labelOf(series, "__name__"));
      this.#text(2, series.help);
      this.#text(3, series.unit);
      this.#message(field, () => {
        points.forEach((point, index) => this.#message(1, () => write(point, index)));
        if (field === 5) return;
        this.#number(2, cumulative ? 2 : 0);
        if (field === 7) this.#number(3, 1);
      });
    });
  }

  #sample(
    writer: Writer,
    series: WriteSeries,
    { time, start, value }: WriteSample,
    exemplars: readonly WriteExemplar[],
  ): void {
    this.#labels(7, series);
    this.#times(writer, time, start);
    if (value === "stale") this.#number(8, 1);
    else this.#double(writer, 4, value);
    for (const each of exemplars) this.#exemplar(writer, 5, each);
  }

  #histogram(
    writer: Writer,
    series: WriteSeries,
    point: WriteHistogram,
    exemplars: readonly WriteExemplar[],
    body: () => void,
  ): void {
    const explicit = point.schema === customSchema;
    this.#labels(explicit ? 9 : 1, series);
    this.#times(writer, point.time, point.start);
    for (const each of exemplars) this.#exemplar(writer, explicit ? 8 : 11, each);
    if (point.isStale) {
      this.#number(10, 1);
      return;
    }
    writer.varint(tagOf(4, FIXED64));
    writer.fixed64(BigInt(point.count));
    this.#double(writer, 5, point.sum);
    body();
  }

  #exponential(writer: Writer, point: WriteHistogram): void {
    this.#number(6, zigzagged(point.schema));
    writer.varint(tagOf(7, FIXED64));
    writer.fixed64(BigInt(point.zeroCount));
    this.#double(writer, 14, point.zeroThreshold);
    this.#buckets(writer, 8, point.positive);
    this.#buckets(writer, 9, point.negative);
  }

  /** Buckets of OTLP are counted from their lower bound, those of Prometheus from the upper one. */
  #buckets(writer: Writer, field: number, { indices, counts }: Buckets): void {
    const [first = 0] = indices;
    const all = spread(indices, counts, first, (indices.at(-1) ?? -1) - first + 1);
    if (indices.length === 0) return;
    this.#message(field, () => {
      this.#number(1, zigzagged(first - 1));
      writer.varint(tagOf(2, BYTES));
      writer.nested(() => {
        for (const count of all) writer.varint(count);
      });
    });
  }

  #explicit(writer: Writer, { bounds, positive }: WriteHistogram): void {
    const counts = spread(positive.indices, positive.counts, 0, bounds.length + 1);
    writer.varint(tagOf(6, BYTES));
    writer.nested(() => {
      for (const count of counts) writer.fixed64(BigInt(count));
    });
    writer.varint(tagOf(7, BYTES));
    writer.nested(() => {
      for (const bound of bounds) writer.double(bound);
    });
  }

  #exemplar(writer: Writer, field: number, { labels, time, value }: WriteExemplar): void {
    this.#message(field, () => {
      writer.varint(tagOf(2, FIXED64));
      writer.fixed64(BigInt(time) * 1_000_000n);
      this.#double(writer, 3, value);
      for (const [name, text] of labels) {
        const digits = name === "trace_id" ? 32 : name === "span_id" ? 16 : 0;
        if (digits > 0 && text.length === digits && /^[0-9a-f]+$/i.test(text)) {
          writer.varint(tagOf(digits === 32 ? 5 : 4, BYTES));
          writer.bytes(Buffer.from(text, "hex"));
        } else this.#attribute(7, name, text);
      }
    });
  }

  #labels(field: number, { labels }: WriteSeries): void {
    for (const [name, value] of labels)
      if (name !== "__name__" && value !== "") this.#attribute(field, name, value);
  }

  #times(writer: Writer, time: number, start: number): void {
    if (start > 0) {
      writer.varint(tagOf(2, FIXED64));
      writer.fixed64(BigInt(start) * 1_000_000n);
    }
    writer.varint(tagOf(3, FIXED64));
    writer.fixed64(BigInt(time) * 1_000_000n);
  }

  #attribute(field: number, key: string, value: string): void {
    this.#message(field, () => {
      this.#text(1, key);
      this.#message(2, () => this.#text(1, value));
    });
  }

  #message(field: number, write: () => void): void {
    this.#writer.varint(tagOf(field, BYTES));
    this.#writer.nested(write);
  }

  #text(field: number, text: string): void {
    if (text === "") return;
    this.#writer.varint(tagOf(field, BYTES));
    this.#writer.bytes(Buffer.from(text));
  }

  #number(field: number, value: number): void {
    this.#writer.varint(tagOf(field, VARINT));
    this.#writer.varint(value);
  }

  #double(writer: Writer, field: number, value: number): void {
    writer.varint(tagOf(field, FIXED64));
    writer.double(value);
  }

  #isTimely(time: number): boolean {
    const seconds = time / 1000;
    if (seconds >= this.#window.oldest && seconds <= this.#window.newest) return true;
    return this.#refuse("a time is older than the retention or more than a day ahead");
  }

  /** Counts are whole numbers in the store. */
  #isWhole({ schema, count, zeroCount, positive, negative, bounds, isStale }: WriteHistogram): boolean {
    if (isStale) return true;
    if (schema !== customSchema && (schema < -4 || schema > 8))
      return this.#refuse("a histogram has an unknown schema");
    const counts = [count, zeroCount, ...positive.counts, ...negative.counts];
    if (!counts.every((each) => Number.isSafeInteger(each) && each >= 0)) {
      return this.#refuse("a histogram has counts that are no whole numbers");
    }
    const isOutside =
      schema === customSchema && positive.indices.some((index) => index < 0 || index > bounds.length);
    if (isOutside) return this.#refuse("a histogram has more buckets than bounds");
    return [positive, negative].every(isNarrow) || this.#refuse("a histogram spans too many buckets");
  }

  #refuse(problem: string): false {
    this.#problems.add(problem);
    return false;
  }
}

const mostSpread = 16_384;
const isNarrow = ({ indices }: Buckets): boolean => (indices.at(-1) ?? 0) - (indices[0] ?? 0) < mostSpread;
const zigzagged = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);

/** Counts of neighbouring buckets, those in between being empty. */
function spread(
  indices: readonly number[],
  counts: readonly number[],
  first: number,
  length: number,
): number[] {
  const all = Array.from({ length: Math.max(0, length) }, () => 0);
  indices.forEach((index, i) => {
    all[index - first] = counts[i] as number;
  });
  return all;
}
