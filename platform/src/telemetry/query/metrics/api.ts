import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { filter, grid, limit, range } from "../shapes/api.ts";

const metricKind = z.enum(["gauge", "sum", "histogram", "exponential_histogram", "summary"]);
const metricRow = z.object({
  name: z.string(),
  kind: metricKind,
  unit: z.string().describe("UCUM, as sent: s, By, {request}, 1"),
  description: z.string(),
  temporality: z.enum(["unspecified", "delta", "cumulative"]),
  monotonic: z.boolean(),
  series: z.number(),
  services: z.array(z.string()),
  lastTime: z.number(),
});
export type MetricRow = z.infer<typeof metricRow>;

export const listMetrics = operation({
  name: "telemetry.listMetrics",
  method: "GET",
  path: "/api/metrics",
  summary: { en: "Find metrics by name", ko: "메트릭 찾기" },
  input: z.object({
    ...range,
    search: z.string().max(200).default(""),
    service: z.string().max(1024).optional(),
    limit,
  }),
  output: z.object({ metrics: z.array(metricRow) }),
  permission: "telemetry:read",
  effect: "read",
});

export const metricAttributes = operation({
  name: "telemetry.metricAttributes",
  method: "GET",
  path: "/api/metrics/{metric}/attributes",
  summary: { en: "Attributes of one metric with their values", ko: "한 메트릭의 속성과 값" },
  input: z.object({ ...range, metric: z.string().max(1024) }),
  output: z.object({
    attributes: z.array(
      z.object({
        key: z.string(),
        source: z.enum(["point", "resource"]),
        values: z.array(z.string()),
        distinct: z.number(),
      }),
    ),
  }),
  permission: "telemetry:read",
  effect: "read",
});

export const metricSeries = operation({
  name: "telemetry.metricSeries",
  method: "GET",
  path: "/api/metrics/{metric}/series",
  summary: { en: "One metric over time, by attribute", ko: "한 메트릭의 시계열" },
  input: z.object({
    ...range,
    metric: z.string().max(1024),
    groupBy: z
      .array(z.string().max(1024))
      .max(5)
      .default([])
      .describe("attribute keys; service is one of them"),
    filter,
    aggregate: z
      .enum(["auto", "avg", "sum", "min", "max", "rate", "p50", "p95", "p99", "count"])
      .default("auto")
      .describe("auto: average of gauges, rate of monotonic sums, value of other sums, p95 of histograms"),
    maxSeries: z.number().int().min(1).max(100).default(20),
  }),
  output: z.object({
    ...grid,
    metric: metricRow.nullable(),
    aggregate: z.enum(["avg", "sum", "min", "max", "rate", "p50", "p95", "p99", "count"]),
    unit: z.string().describe("unit of the values: for a rate, the metric's unit a second"),
    series: z.array(
      z.object({ labels: z.record(z.string(), z.string()), values: z.array(z.number().nullable()) }),
    ),
    moreSeries: z.number().describe("how many smaller series were left out"),
  }),
  permission: "telemetry:read",
  effect: "read",
});
