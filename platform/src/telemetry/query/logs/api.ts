import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { attribute, cursor, filter, grid, limit, range } from "../shapes/api.ts";

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
