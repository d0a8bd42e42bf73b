import {
  bucketLabel,
  type Buckets,
  customSchema,
  formatValue,
  type Histogram,
  type Labels,
  noBuckets,
  type SampleSeries,
} from "@naru/promql";
import { delta, kinds, unspecified } from "./presentation.ts";
import type { Distribution, NumberPoints } from "./points.ts";

const none = new Float64Array();

/** The nature of a stored series that decides how its samples are read. */
export interface Nature {
  readonly kind: number;
  readonly temporality: number;
}

/** A gauge or sum. Samples of a delta tell when each began, which is how rates of them are right. */
export function numberSeries(labels: Labels, { temporality }: Nature, points: NumberPoints): SampleSeries {
  return {
    labels,
    times: points.times,
    values: points.values,
    startTimes: temporality === delta ? points.starts : undefined,
    histogramTimes: none,
    histograms: [],
    staleTimes: points.staleTimes,
  };
}

/** Sum or count of a distribution. */
export function totalSeries(
  labels: Labels,
  nature: Nature,
  points: readonly Distribution[],
  part: "sum" | "count",
): SampleSeries {
  const kept = part === "sum" ? points.filter((each) => each.hasSum || each.isStale) : points;
  return floats(labels, nature, kept, (each) => each[part]);
}

/** How many observations were at most each bound: a series a bound. */
export function bucketSeries(
  labels: Labels,
  nature: Nature,
  points: readonly Distribution[],
): SampleSeries[] {
  const byBound = new Map<number, { points: Distribution[]; counts: number[] }>();
  for (const point of points) {
    if (point.isStale) continue;
    let cumulative = 0;
    const ends = [...point.bounds, Infinity];
    ends.forEach((bound, i) => {
      cumulative += point.counts[i] ?? 0;
      const own = byBound.get(bound) ?? { points: [], counts: [] };
      byBound.set(bound, own);
      own.points.push(point);
      own.counts.push(bound === Infinity ? point.count : cumulative);
    });
  }
  const stale = points.filter((each) => each.isStale);
  return [...byBound].map(([bound, own]) => {
    const counts = new Map(own.points.map((point, i) => [point, own.counts[i] as number]));
    const all = [...own.points, ...stale].toSorted((a, b) => a.time - b.time);
    return floats(labels.with(bucketLabel, formatValue(bound)), nature, all, (each) => counts.get(each) ?? 0);
  });
}

/** A summary's quantiles: a series each. */
export function quantileSeries(
  labels: Labels,
  nature: Nature,
  points: readonly Distribution[],
): SampleSeries[] {
  const quantiles = new Set(points.flatMap((each) => each.quantiles));
  return [...quantiles].map((quantile) => {
    const own = points.filter((each) => each.isStale || each.quantiles.includes(quantile));
    return floats(
      labels.with("quantile", formatValue(quantile)),
      nature,
      own,
      (each) => each.quantileValues[each.quantiles.indexOf(quantile)] ?? Number.NaN,
    );
  });
}

function floats(
  labels: Labels,
  { temporality }: Nature,
  points: readonly Distribution[],
  value: (point: Distribution) => number,
): SampleSeries {
  const recorded = points.filter((each) => !each.isStale);
  return {
    labels,
    times: Float64Array.from(recorded, (each) => each.time),
    values: Float64Array.from(recorded, value),
    startTimes: temporality === delta ? Float64Array.from(recorded, (each) => each.start) : undefined,
    histogramTimes: none,
    histograms: [],
    staleTimes: Float64Array.from(
      points.filter((each) => each.isStale),
      (each) => each.time,
    ),
  };
}

/** Native histograms. */
export function nativeSeries(labels: Labels, nature: Nature, points: readonly Distribution[]): SampleSeries {
  const recorded = points.filter((each) => !each.isStale && isPresentable(each, nature));
  return {
    labels,
    times: none,
    values: none,
    histogramTimes: Float64Array.from(recorded, (each) => each.time),
    histograms: recorded.map((each) => histogramOf(each, nature)),
    histogramStartTimes:
      nature.temporality === delta ? Float64Array.from(recorded, (each) => each.start) : undefined,
    staleTimes: Float64Array.from(
      points.filter((each) => each.isStale),
      (each) => each.time,
    ),
  };
}

/** Coarser than Prometheus's coarsest schema there is none. */
const isPresentable = ({ scale }: Distribution, { kind }: Nature): boolean =>
  kind === kinds.histogram || scale >= -4;
const finestSchema = 8;

function histogramOf(point: Distribution, { kind, temporality }: Nature): Histogram {
  const { count, hasSum, zeroCount, zeroThreshold, scale } = point;
  const hint = temporality === unspecified ? "gauge" : "unknown";
  const base = { count, sum: hasSum ? point.sum : 0, hint } as const;
  if (kind === kinds.histogram) {
    const positive = filled(point.counts, (i) => i);
    const empty = { zeroThreshold: 0, zeroCount: 0, negative: noBuckets };
    return { ...base, ...empty, schema: customSchema, bounds: point.bounds, positive };
  }
  const shift = Math.max(0, scale - finestSchema);
  // OTLP counts buckets from their lower bound, Prometheus from the upper one.
  const index = (offset: number) => (i: number) => ((offset + i) >> shift) + 1;
  return {
    ...base,
    schema: scale - shift,
    zeroCount,
    zeroThreshold,
    bounds: [],
    positive: filled(point.positiveCounts, index(point.positiveOffset)),
    negative: filled(point.negativeCounts, index(point.negativeOffset)),
  };
}

function filled(counts: readonly number[], indexOf: (i: number) => number): Buckets {
  const sums = new Map<number, number>();
  counts.forEach((count, i) => {
    if (count !== 0) sums.set(indexOf(i), (sums.get(indexOf(i)) ?? 0) + count);
  });
  return { indices: [...sums.keys()], counts: [...sums.values()] };
}

/** Stored series with the same labels are one: samples in the order of time, of each time the last one. */
export function united(series: readonly SampleSeries[]): SampleSeries[] {
  const groups = Map.groupBy(series, (each) => each.labels.key);
  return [...groups.values()].map((group) =>
    group.length === 1 ? (group[0] as SampleSeries) : unite(group),
  );
}

interface Sample {
  readonly time: number;
  readonly start: number;
  readonly value: number | Histogram | undefined;
}

function unite(group: readonly SampleSeries[]): SampleSeries {
  const samples = new Map<number, Sample>();
  for (const {
    times,
    values,
    startTimes,
    histogramTimes,
    histograms,
    histogramStartTimes,
    staleTimes,
  } of group) {
    for (const time of staleTimes)
      if (!samples.has(time)) samples.set(time, { time, start: 0, value: undefined });
    times.forEach((time, i) => samples.set(time, { time, start: startTimes?.[i] ?? 0, value: values[i] }));
    histogramTimes.forEach((time, i) =>
      samples.set(time, { time, start: histogramStartTimes?.[i] ?? 0, value: histograms[i] }),
    );
  }
  const all = [...samples.values()].toSorted((a, b) => a.time - b.time);
  const floatSamples = all.filter((each) => typeof each.value === "number");
  const native = all.filter((each) => typeof each.value === "object");
  const column = (each: readonly Sample[], of: (sample: Sample) => number) => Float64Array.from(each, of);
  const hasStarts = all.some((each) => each.start !== 0);
  return {
    labels: (group[0] as SampleSeries).labels,
    times: column(floatSamples, (each) => each.time),
    values: column(floatSamples, (each) => each.value as number),
    startTimes: hasStarts ? column(floatSamples, (each) => each.start) : undefined,
    histogramTimes: column(native, (each) => each.time),
    histograms: native.map((each) => each.value as Histogram),
    histogramStartTimes: hasStarts ? column(native, (each) => each.start) : undefined,
    staleTimes: column(
      all.filter((each) => each.value === undefined),
      (each) => each.time,
    ),
  };
}
