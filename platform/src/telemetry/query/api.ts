import { z } from "zod";
import { operation } from "#kernel/operation.ts";

/* Units. `…UnixNano` is a decimal string of nanoseconds since 1970 (a number would lose the last digits);
 * `…Nano` is a number of nanoseconds; `time` and `times` in charts are milliseconds since 1970; rates are
 * per second; ratios are 0 to 1. */

const instant = z
  .string()
  .max(40)
  .describe("RFC 3339 (2026-11-21T09:00:00Z), milliseconds since 1970, or relative: now, now-15m, now-7d");
const range = { from: instant.default("now-15m"), to: instant.default("now") };
const filter = z
  .string()
  .max(4096)
  .default("")
  .describe(
    'Filter text: service=cart status=error http.response.status_code>=500 "connection refused" -debug',
  );
const limit = z.number().int().min(1).max(1000).default(100);
const cursor = z.string().max(200).optional().describe("nextCursor of the page before");
const traceId = z.string().regex(/^[0-9a-f]{32}$/, "32 lower-case hexadecimal digits");
const spanId = z.string().regex(/^[0-9a-f]{16}$/, "16 lower-case hexadecimal digits");

/** An attribute value with its OTLP type kept. `bytes` is base64; `array` and `map` are JSON text. */
const attribute = z.object({
  key: z.string(),
  type: z.enum(["string", "int", "double", "bool", "bytes", "array", "map", "empty"]),
  value: z.string(),
});
export type Attribute = z.infer<typeof attribute>;

/** Requests, errors and duration over a window. Quantiles are null when there was no request. */
const red = {
  requests: z.number(),
  rate: z.number(),
  errors: z.number(),
  errorRatio: z.number(),
  p50Nano: z.number().nullable(),
  p95Nano: z.number().nullable(),
  p99Nano: z.number().nullable(),
};
/** One value a step of the answer's `times`. */
const redSeries = z.object({
  requests: z.array(z.number()),
  errors: z.array(z.number()),
  p95Nano: z.array(z.number().nullable()),
});
const grid = {
  times: z.array(z.number()).describe("start of each step, milliseconds since 1970"),
  stepSeconds: z.number(),
};

const serviceRow = z.object({ service: z.string(), namespace: z.string(), ...red, series: redSeries });
export type ServiceRow = z.infer<typeof serviceRow>;

export const listServices = operation({
  name: "telemetry.listServices",
  method: "GET",
  path: "/api/services",
  summary: {
    en: "Services with their request rate, errors and response time",
    ko: "서비스별 요청 수, 오류, 응답 시간",
  },
  input: z.object({ ...range }),
  output: z.object({ ...grid, services: z.array(serviceRow) }),
  permission: "telemetry:read",
  effect: "read",
});

const spanKind = z.enum(["unspecified", "internal", "server", "client", "producer", "consumer"]);

const operationRow = z.object({ name: z.string(), kind: spanKind, ...red, series: redSeries });
export type OperationRow = z.infer<typeof operationRow>;

export const listOperations = operation({
  name: "telemetry.listOperations",
  method: "GET",
  path: "/api/services/{service}/operations",
  summary: { en: "Operations of one service", ko: "한 서비스의 오퍼레이션" },
  input: z.object({ ...range, service: z.string().max(1024) }),
  output: z.object({ ...grid, operations: z.array(operationRow) }),
  permission: "telemetry:read",
  effect: "read",
});

const traceRow = z.object({
  traceId,
  /** The root span, or the earliest one stored when the root is missing. */
  service: z.string(),
  name: z.string(),
  rootMissing: z.boolean(),
  startTimeUnixNano: z.string(),
  durationNano: z.number(),
  spans: z.number(),
  errors: z.number(),
  services: z.array(z.object({ service: z.string(), spans: z.number() })),
});
export type TraceRow = z.infer<typeof traceRow>;

export const searchTraces = operation({
  name: "telemetry.searchTraces",
  method: "GET",
  path: "/api/traces",
  summary: { en: "Find traces", ko: "트레이스 찾기" },
  input: z.object({
    ...range,
    filter,
    minDurationNano: z.number().min(0).optional(),
    maxDurationNano: z.number().min(0).optional(),
    order: z.enum(["newest", "slowest"]).default("newest"),
    limit,
    cursor,
  }),
  output: z.object({ traces: z.array(traceRow), nextCursor: z.string().nullable() }),
  permission: "telemetry:read",
  effect: "read",
});

export const traceHistogram = operation({
  name: "telemetry.traceHistogram",
  method: "GET",
  path: "/api/traces/histogram",
  summary: {
    en: "How long matching spans took, in logarithmic buckets, and when",
    ko: "조건에 맞는 스팬의 소요 시간 분포",
  },
  input: z.object({ ...range, filter }),
  output: z.object({
    buckets: z.array(
      z.object({ fromNano: z.number(), toNano: z.number(), ok: z.number(), error: z.number() }),
    ),
  }),
  permission: "telemetry:read",
  effect: "read",
});

const spanRow = z.object({
  spanId,
  parentSpanId: z.string().describe("empty for a root"),
  service: z.string(),
  name: z.string(),
  kind: spanKind,
  status: z.enum(["unset", "ok", "error"]),
  startTimeUnixNano: z.string(),
  durationNano: z.number(),
  events: z.number(),
  links: z.number(),
});
export type SpanRow = z.infer<typeof spanRow>;

export const getTrace = operation({
  name: "telemetry.getTrace",
  method: "GET",
  path: "/api/traces/{traceId}",
  summary: { en: "Every span of one trace, without attributes", ko: "한 트레이스의 모든 스팬" },
  input: z.object({ traceId }),
  output: z.object({
    traceId,
    startTimeUnixNano: z.string(),
    durationNano: z.number(),
    spans: z.array(spanRow).describe("by start time"),
    truncated: z.boolean().describe("true when the trace has more spans than one answer carries (100,000)"),
  }),
  permission: "telemetry:read",
  effect: "read",
});

export const getSpan = operation({
  name: "telemetry.getSpan",
  method: "GET",
  path: "/api/traces/{traceId}/spans/{spanId}",
  summary: { en: "One span in full", ko: "스팬 상세" },
  input: z.object({ traceId, spanId }),
  output: spanRow.extend({
    traceState: z.string(),
    flags: z.number(),
    statusMessage: z.string(),
    attributes: z.array(attribute),
    droppedAttributes: z.number(),
    droppedEvents: z.number(),
    droppedLinks: z.number(),
    resource: z.array(attribute),
    scope: z.object({ name: z.string(), version: z.string(), attributes: z.array(attribute) }),
    eventList: z.array(
      z.object({ timeUnixNano: z.string(), name: z.string(), attributes: z.array(attribute) }),
    ),
    linkList: z.array(
      z.object({
        traceId: z.string(),
        spanId: z.string(),
        traceState: z.string(),
        attributes: z.array(attribute),
      }),
    ),
  }),
  permission: "telemetry:read",
  effect: "read",
});

const logRow = z.object({
  /** Stable position of this line: pass it to `telemetry.logContext`. */
  id: z.string(),
  timeUnixNano: z.string(),
  observedTimeUnixNano: z.string(),
  service: z.string(),
  severityNumber: z.number(),
  severityText: z.string(),
  body: z.string(),
  /** `string` for plain text; otherwise `body` is the JSON text of a structured body. */
  bodyType: attribute.shape.type,
  eventName: z.string(),
  traceId: z.string(),
  spanId: z.string(),
  attributes: z.array(attribute),
  resource: z.array(attribute),
  scope: z.string(),
});
export type LogRow = z.infer<typeof logRow>;

export const searchLogs = operation({
  name: "telemetry.searchLogs",
  method: "GET",
  path: "/api/logs",
  summary: { en: "Find log lines", ko: "로그 찾기" },
  input: z.object({
    ...range,
    filter: filter.describe(
      "As for traces; bare words search the text; severity>=warn, service=, trace_id= and any attribute",
    ),
    order: z.enum(["newest", "oldest"]).default("newest"),
    limit,
    cursor,
  }),
  output: z.object({ logs: z.array(logRow), nextCursor: z.string().nullable() }),
  permission: "telemetry:read",
  effect: "read",
});

export const logHistogram = operation({
  name: "telemetry.logHistogram",
  method: "GET",
  path: "/api/logs/histogram",
  summary: { en: "Log lines over time by severity", ko: "시간별·심각도별 로그 수" },
  input: z.object({ ...range, filter }),
  output: z.object({
    ...grid,
    total: z.number(),
    /** One count a step, for each severity class that occurs. */
    severities: z.array(
      z.object({
        severity: z.enum(["unspecified", "trace", "debug", "info", "warn", "error", "fatal"]),
        counts: z.array(z.number()),
      }),
    ),
  }),
  permission: "telemetry:read",
  effect: "read",
});

export const logContext = operation({
  name: "telemetry.logContext",
  method: "GET",
  path: "/api/logs/{id}/context",
  summary: { en: "The lines before and after one line, from the same source", ko: "한 로그 줄의 앞뒤" },
  input: z.object({
    id: z.string().max(200),
    before: z.number().int().min(0).max(500).default(20),
    after: z.number().int().min(0).max(500).default(20),
  }),
  output: z.object({ before: z.array(logRow), line: logRow, after: z.array(logRow) }),
  permission: "telemetry:read",
  effect: "read",
});

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

export const listFields = operation({
  name: "telemetry.listFields",
  method: "GET",
  path: "/api/fields",
  summary: { en: "Keys to filter by, for completion", ko: "필터에 쓸 수 있는 키" },
  input: z.object({ ...range, signal: z.enum(["traces", "logs"]), search: z.string().max(200).default("") }),
  output: z.object({
    fields: z.array(z.object({ key: z.string(), source: z.enum(["field", "attribute", "resource"]) })),
  }),
  permission: "telemetry:read",
  effect: "read",
});

export const listFieldValues = operation({
  name: "telemetry.listFieldValues",
  method: "GET",
  path: "/api/fields/{key}/values",
  summary: { en: "Most frequent values of a key", ko: "키의 빈번한 값" },
  input: z.object({
    ...range,
    signal: z.enum(["traces", "logs"]),
    key: z.string().max(1024),
    search: z.string().max(200).default(""),
  }),
  output: z.object({ values: z.array(z.object({ value: z.string(), count: z.number() })) }),
  permission: "telemetry:read",
  effect: "read",
});

export const queryOperations = [
  listServices,
  listOperations,
  searchTraces,
  traceHistogram,
  getTrace,
  getSpan,
  searchLogs,
  logHistogram,
  logContext,
  listMetrics,
  metricAttributes,
  metricSeries,
  listFields,
  listFieldValues,
] as const;
