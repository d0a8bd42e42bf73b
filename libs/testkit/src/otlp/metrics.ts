import { attributes, type Attributes, written } from "./attributes.ts";
import { from, nano, type Origin } from "./origin.ts";

interface Point {
  /** Nanoseconds since 1970; now when left out. */
  readonly time?: bigint;
  readonly start?: bigint;
  readonly attributes?: Attributes;
  /** 1: no value was recorded. */
  readonly flags?: number;
  readonly exemplars?: readonly Exemplar[];
}

type Number = { readonly asInt: bigint } | { readonly asDouble: number } | object;

type Exemplar = Number & {
  readonly time: bigint;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly attributes?: Attributes;
};

export type NumberPoint = Point & Number;

export interface Distribution extends Point {
  readonly count?: bigint;
  readonly sum?: number;
  readonly min?: number;
  readonly max?: number;
  readonly bounds?: readonly number[];
  readonly counts?: readonly bigint[];
  readonly scale?: number;
  readonly zeroCount?: bigint;
  readonly zeroThreshold?: number;
  readonly positive?: Buckets;
  readonly negative?: Buckets;
  readonly quantiles?: readonly { readonly quantile: number; readonly value: number }[];
}

interface Buckets {
  readonly offset: number;
  readonly counts: readonly bigint[];
}

export interface Metric {
  readonly name: string;
  readonly unit?: string;
  readonly description?: string;
  /** 1 delta, 2 cumulative. */
  readonly temporality?: number;
  readonly isMonotonic?: boolean;
}

export const gauge = ({ name, unit, description }: Metric, points: readonly NumberPoint[]): object => ({
  name,
  unit,
  description,
  gauge: { dataPoints: points.map(numberPoint) },
});
export const sum = (metric: Metric, points: readonly NumberPoint[]): object =>
  temporal(metric, "sum", points.map(numberPoint));
export const histogram = (metric: Metric, points: readonly Distribution[]): object =>
  temporal(metric, "histogram", points.map(distribution));
export const exponentialHistogram = (metric: Metric, points: readonly Distribution[]): object =>
  temporal(metric, "exponentialHistogram", points.map(distribution));
export const summary = ({ name, unit, description }: Metric, points: readonly Distribution[]): object => ({
  name,
  unit,
  description,
  summary: { dataPoints: points.map(distribution) },
});

/** An ExportMetricsServiceRequest from one service. */
export function metrics(list: readonly object[], origin: Origin = { service: "shop" }): object {
  return { resourceMetrics: [from(origin, "scopeMetrics", "metrics", list)] };
}

function temporal({ temporality = 2, isMonotonic, ...named }: Metric, kind: string, dataPoints: object[]) {
  return { ...named, [kind]: { dataPoints, aggregationTemporality: temporality, isMonotonic } };
}

const timed = ({ time, start, ...point }: Point) => ({
  timeUnixNano: nano(time),
  ...(start !== undefined && { startTimeUnixNano: nano(start) }),
  ...(point.flags !== undefined && { flags: point.flags }),
  attributes: attributes(point.attributes),
  exemplars: (point.exemplars ?? []).map((exemplar) => ({
    timeUnixNano: nano(exemplar.time),
    traceId: exemplar.traceId,
    spanId: exemplar.spanId,
    filteredAttributes: attributes(exemplar.attributes),
    ...number(exemplar),
  })),
});

const number = (given: Number) => ({
  ...("asInt" in given && { asInt: String(given.asInt) }),
  ...("asDouble" in given && { asDouble: written(given.asDouble) }),
});

const numberPoint = (point: NumberPoint) => ({ ...timed(point), ...number(point) });

function distribution(point: Distribution): object {
  const { count = 0n, sum: total, min, max, bounds, counts, scale, zeroCount, zeroThreshold } = point;
  return {
    ...timed(point),
    count: String(count),
    sum: total === undefined ? undefined : written(total),
    min,
    max,
    explicitBounds: bounds,
    bucketCounts: counts?.map(String),
    scale,
    zeroCount: zeroCount?.toString(),
    zeroThreshold,
    positive: point.positive && buckets(point.positive),
    negative: point.negative && buckets(point.negative),
    quantileValues: point.quantiles,
  };
}

const buckets = ({ offset, counts }: Buckets) => ({ offset, bucketCounts: counts.map(String) });
