import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { grid, range } from "#telemetry/query/api.ts";

const expression = z.string().min(1).max(10_000);

const chartQuery = z.object({
  expr: expression.describe(
    "PromQL; $__interval, $__rate_interval and $__range stand for what the server makes of them",
  ),
  legend: z.string().max(1000).default("").describe("name of each series: {{pod}} is a label's value"),
  instant: z.boolean().default(false).describe("at the end of the range only: one value a series"),
});

/** Where in the expression, as it was sent, something is wrong: offsets of characters, the end not included. */
const position = z.object({ start: z.number(), end: z.number() });

const chartSeries = z.object({
  name: z.string(),
  labels: z.record(z.string(), z.string()),
  /** One for each of `times`; of an instant query only one. Null: no value, or one that is no number. */
  values: z.array(z.number().nullable()),
});
export type ChartSeries = z.infer<typeof chartSeries>;

const chartAnswer = z.object({
  series: z.array(chartSeries),
  moreSeries: z.number().describe("how many smaller series were left out"),
  /** In Prometheus's words. */
  warnings: z.array(z.string()),
  error: z.object({ message: z.string(), position: position.nullable() }).nullable(),
});
export type ChartAnswer = z.infer<typeof chartAnswer>;

export const promql = operation({
  name: "telemetry.promql",
  method: "POST",
  path: "/api/promql",
  summary: { en: "PromQL over time, for charts", ko: "차트를 위한 PromQL 시계열 조회" },
  input: z.object({
    ...range,
    queries: z.array(chartQuery).min(1).max(20),
    width: z.number().int().min(50).max(4000).default(900).describe("of the chart, in pixels"),
    leastStepSeconds: z.number().int().min(1).max(86_400).default(15),
    collectedEverySeconds: z
      .number()
      .int()
      .min(1)
      .max(3600)
      .default(60)
      .describe("how often metrics are sent; $__rate_interval is at least four times as long"),
    maxSeries: z.number().int().min(1).max(500).default(100).describe("of each query"),
  }),
  /** One answer for each query; what is wrong with one of them does not stop the others. */
  output: z.object({ ...grid, answers: z.array(chartAnswer) }),
  permission: "telemetry:read",
  effect: "read",
});

const selector = z.string().max(10_000).default("").describe("series to look at; empty for all");

export const promqlLabels = operation({
  name: "telemetry.promqlLabels",
  method: "GET",
  path: "/api/promql/labels",
  summary: { en: "Names of the labels that series have", ko: "시계열의 레이블 이름" },
  input: z.object({ ...range, selector }),
  output: z.object({ labels: z.array(z.string()) }),
  permission: "telemetry:read",
  effect: "read",
});

export const promqlValues = operation({
  name: "telemetry.promqlValues",
  method: "GET",
  path: "/api/promql/labels/{label}/values",
  summary: {
    en: "Values of a label; those of __name__ are the names of metrics",
    ko: "레이블의 값 (__name__은 메트릭 이름)",
  },
  input: z.object({
    ...range,
    label: z.string().min(1).max(1024),
    selector,
    search: z.string().max(200).default("").describe("part of the value"),
    pattern: z
      .string()
      .max(1000)
      .default("")
      .describe("as Grafana's variables have it: /^(.+)-[0-9]+$/ gives what is before the number"),
    limit: z.number().int().min(1).max(10_000).default(1000),
  }),
  output: z.object({ values: z.array(z.string()), isTruncated: z.boolean() }),
  permission: "telemetry:read",
  effect: "read",
});

export const prometheusOperations = [promql, promqlLabels, promqlValues] as const;
