import {
  EvaluationError,
  type Matcher,
  matchesAll,
  type SampleSeries,
  type Selection,
  type SeriesSource,
  withHints,
} from "@naru/promql";
import { derivedSeries } from "../derived/source.ts";
import { distributions, numbers, type PointsAsked, type Reader } from "../store.ts";
import { Catalogue, type FoundSeries } from "./catalogue.ts";
import type { KeptNames } from "./names.ts";
import { bucketSeries, nativeSeries, numberSeries, quantileSeries, totalSeries, united } from "./expand.ts";
import { type Distribution, type NumberPoints, readDistributions, readNumbers } from "./points.ts";
import { delta, kinds } from "./presentation.ts";

export interface SourceOptions {
  readonly reader: Omit<Reader, "signal">;
  /** Points that one selector may read. */
  readonly mostPoints: number;
  /** Names that need not be read again for each selector. */
  readonly names?: KeptNames;
}

const isNumber = ({ row }: FoundSeries): boolean => row.kind === kinds.gauge || row.kind === kinds.sum;

/** Series of the store: first which there are, by the small tables, then their points, by primary key. */
export function storeSource({ reader, mostPoints, names }: SourceOptions): SeriesSource {
  return {
    async select(selection: Selection, signal: AbortSignal): Promise<readonly SampleSeries[]> {
      const { matchers, after, until } = selection;
      const window = { from: after + 1, to: until };
      const reading = { ...reader, signal };
      const derived = await derivedSeries(reading, window, matchers, mostPoints);
      const { series: found, isMost } = await new Catalogue(reading, window, names).find(matchers);
      const asked = (series: readonly FoundSeries[]): PointsAsked => ({
        window,
        metrics: [...new Set(series.map(({ row }) => row.metric))],
        ids: isMost ? [] : [...new Set(series.map(({ row }) => row.series_id))],
        needed: selection.needed,
        withStart: series.some(({ row }) => row.temporality === delta),
        limit: mostPoints + 1,
      });
      const [floats, others] = [found.filter(isNumber), found.filter((each) => !isNumber(each))];
      const [points, distributed] = await Promise.all([
        floats.length === 0 ? none : loadNumbers(reading, asked(floats), mostPoints),
        others.length === 0
          ? none
          : loadDistributions(reading, withEarlier(asked(others), others), others, mostPoints),
      ]);
      const series = found.flatMap((each) =>
        expand(each, points.get(each.row.series_id), distributed.get(each.row.series_id)),
      );
      const stored = united(series)
        .map((each) => since(each, window.from))
        .filter((each) => hasSamples(each) && fitsLate(each, matchers));
      return united([...stored, ...derived]);
    },
  };
}

const none: ReadonlyMap<string, never> = new Map<string, never>();

const hasSamples = ({ times, histogramTimes, staleTimes }: SampleSeries): boolean =>
  times.length + histogramTimes.length + staleTimes.length > 0;

/** Whether a counter of native histograms began again is seen against the histogram before: it is read too. */
const earlierMs = 300_000;

const withEarlier = (asked: PointsAsked, series: readonly FoundSeries[]): PointsAsked =>
  series.some(({ part }) => part === "native")
    ? { ...asked, window: { ...asked.window, from: asked.window.from - earlierMs } }
    : asked;

/** Without what was read before the time that is asked for. */
function since(series: SampleSeries, from: number): SampleSeries {
  const { times, histogramTimes, staleTimes } = series;
  const first = (column: Float64Array) => {
    const found = column.findIndex((time) => time >= from);
    return found === -1 ? column.length : found;
  };
  const [float, native] = [first(times), first(histogramTimes)];
  const hinted = native === 0 ? series : withHints(series, false);
  return {
    labels: series.labels,
    times: times.subarray(float),
    values: series.values.subarray(float),
    startTimes: series.startTimes?.subarray(float),
    histogramTimes: histogramTimes.subarray(native),
    histograms: hinted.histograms.slice(native),
    histogramStartTimes: series.histogramStartTimes?.subarray(native),
    staleTimes: staleTimes.subarray(first(staleTimes)),
  };
}

/** Bounds and quantiles are known only now. */
const fitsLate = (series: SampleSeries, matchers: readonly Matcher[]): boolean =>
  matchesAll(matchers, series.labels);

async function loadNumbers(
  reader: Reader,
  asked: PointsAsked,
  most: number,
): Promise<ReadonlyMap<string, NumberPoints>> {
  const bytes = await numbers(reader, asked);
  const points = readNumbers(bytes);
  let total = 0;
  for (const { times } of points.values()) total += times.length;
  return bounded(points, total, most);
}

async function loadDistributions(
  reader: Reader,
  asked: PointsAsked,
  series: readonly FoundSeries[],
  most: number,
): Promise<ReadonlyMap<string, readonly Distribution[]>> {
  const has = (wanted: (each: FoundSeries) => boolean) => series.some(wanted);
  const { points, rows } = readDistributions(
    await distributions(reader, asked, {
      explicit: has(
        ({ part, row }) => part === "bucket" || (part === "native" && row.kind === kinds.histogram),
      ),
      exponential: has(({ row }) => row.kind === kinds.exponential),
      quantiles: has(({ part }) => part === "quantile"),
    }),
  );
  return bounded(points, rows, most);
}

function bounded<T>(points: T, total: number, most: number): T {
  if (total <= most) return points;
  throw new EvaluationError(
    "query processing would load too many samples into memory in query execution",
    "too_many_samples",
  );
}

function expand(
  { labels, part, row }: FoundSeries,
  points: NumberPoints | undefined,
  distributed: readonly Distribution[] | undefined,
): SampleSeries[] {
  if (part === "info") {
    const times = points?.times ?? Float64Array.from(distributed ?? [], (each) => each.time);
    const values = new Float64Array(times.length).fill(1);
    const staleTimes = new Float64Array();
    return [
      numberSeries(
        labels,
        { kind: kinds.gauge, temporality: 0 },
        { times, values, starts: values, staleTimes },
      ),
    ];
  }
  if (part === "value") return points ? [numberSeries(labels, row, points)] : [];
  if (!distributed) return [];
  switch (part) {
    case "bucket":
      return bucketSeries(labels, row, distributed);
    case "quantile":
      return quantileSeries(labels, row, distributed);
    case "native":
      return [nativeSeries(labels, row, distributed)];
    case "sum":
    case "count":
      return [totalSeries(labels, row, distributed, part)];
  }
}
