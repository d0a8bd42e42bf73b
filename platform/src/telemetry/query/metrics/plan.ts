import { NaruError } from "#kernel/errors.ts";
import type { MetricRow } from "../api.ts";

export type Kind = MetricRow["kind"];
export type Aggregate = "avg" | "sum" | "min" | "max" | "rate" | "p50" | "p95" | "p99" | "count";

/** What decides how the points of a metric can be put together. */
export interface Nature {
  readonly kind: Kind;
  readonly temporality: MetricRow["temporality"];
  readonly monotonic: boolean;
}

const isNumber = ({ kind }: Nature) => kind === "gauge" || kind === "sum";

/** What a chart of the metric shows when nobody asks for anything else. */
export function defaultAggregate(nature: Nature): Aggregate {
  if (nature.kind === "gauge") return "avg";
  if (nature.kind === "sum") return nature.monotonic ? "rate" : "sum";
  return "p95";
}

/** @throws NaruError INVALID_INPUT when the metric has no such figure */
export function chooseAggregate(asked: Aggregate | "auto", nature: Nature): Aggregate {
  const chosen = asked === "auto" ? defaultAggregate(nature) : asked;
  if (chosen === "rate" && isNumber(nature) && !isCounter(nature)) {
    throw new NaruError("INVALID_INPUT", "aggregate: rate needs a monotonic sum or a histogram", {
      help: "A gauge has avg, sum, min, max, count and percentiles.",
    });
  }
  return chosen;
}

export const isCounter = (nature: Nature): boolean => nature.kind === "sum" && nature.monotonic;

/** @returns the unit of the aggregated values, in UCUM */
export function unitOf(aggregate: Aggregate, nature: Nature, unit: string): string {
  if (aggregate === "count") return "1";
  if (aggregate !== "rate") return unit;
  return isNumber(nature) ? `${unit || "1"}/s` : "1/s";
}

/** 0 to 1; undefined for what is no percentile. */
export const quantileOf: Readonly<Partial<Record<Aggregate, number>>> = { p50: 0.5, p95: 0.95, p99: 0.99 };
