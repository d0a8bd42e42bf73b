import { withHints } from "../evaluate/hints.ts";
import type { Histogram } from "../histogram/histogram.ts";
import { compareLabels, Labels } from "../labels.ts";
import { matchesAll } from "../matcher.ts";
import { type SampleSeries, type Selection, type SeriesSource } from "../evaluate/series.ts";
import type { Load } from "./script.ts";
import { withCustomBuckets } from "./custom-buckets.ts";

export interface Loaded {
  readonly time: number;
  readonly value: number | "stale" | Histogram;
  /** 0: not known. */
  readonly start: number;
}

/** The samples of a `load`, times in milliseconds since 1970. Of a series that stands there twice the last line counts, as
 *  for Prometheus's own runner. */
export function samplesOf(load: Load): { labels: Labels; samples: Loaded[] }[] {
  const lines = new Map(load.series.map((each) => [each.labels.key, each]));
  const series = [...lines.values()].map(({ labels, points, starts }) => ({
    labels,
    samples: points.flatMap((point, i): Loaded[] => {
      const time = i * load.intervalMs;
      const before = starts[i];
      const start = before === undefined ? 0 : time + before;
      if (point === undefined) return [];
      return [{ time, start, value: typeof point === "object" ? point.histogram : point }];
    }),
  }));
  return load.withCustomBuckets ? [...series, ...withCustomBuckets(series)] : series;
}

/** Series in memory, for cases and for tests of what evaluates. */
export class MemorySource implements SeriesSource {
  readonly #series = new Map<string, { labels: Labels; samples: Loaded[] }>();

  add(labels: Labels, samples: readonly Loaded[]): void {
    const known = this.#series.get(labels.key) ?? { labels, samples: [] };
    known.samples.push(...samples);
    known.samples.sort((a, b) => a.time - b.time);
    this.#series.set(labels.key, known);
  }

  clear(): void {
    this.#series.clear();
  }

  /** Hints are those of the whole series, as a storage that keeps them tells. */
  select({ matchers, after, until }: Selection): Promise<SampleSeries[]> {
    const found = [...this.#series.values()].filter(({ labels }) => matchesAll(matchers, labels));
    const within = ({ time }: Loaded) => time > after && time <= until;
    return Promise.resolve(
      found
        .toSorted((a, b) => compareLabels(a.labels, b.labels))
        .map(({ labels, samples }) => columns(labels, hinted(samples).filter(within))),
    );
  }
}

function hinted(samples: readonly Loaded[]): readonly Loaded[] {
  const isHistogram = ({ value }: Loaded) => typeof value === "object";
  const { histograms } = withHints(columns(Labels.empty, samples), false);
  let next = 0;
  return samples.map((each) =>
    isHistogram(each) ? { ...each, value: histograms[next++] as Histogram } : each,
  );
}

function columns(labels: Labels, samples: readonly Loaded[]): SampleSeries {
  const floats = samples.filter((each) => typeof each.value === "number");
  const histograms = samples.filter((each) => typeof each.value === "object");
  const hasStarts = samples.some((each) => each.start !== 0);
  const timesOf = (each: readonly Loaded[]) => Float64Array.from(each, ({ time }) => time);
  const startsOf = (each: readonly Loaded[]) =>
    hasStarts ? Float64Array.from(each, ({ start }) => start) : undefined;
  return {
    labels,
    times: timesOf(floats),
    values: Float64Array.from(floats, (each) => each.value as number),
    startTimes: startsOf(floats),
    histogramTimes: timesOf(histograms),
    histograms: histograms.map((each) => each.value as Histogram),
    histogramStartTimes: startsOf(histograms),
    staleTimes: timesOf(samples.filter((each) => each.value === "stale")),
  };
}
