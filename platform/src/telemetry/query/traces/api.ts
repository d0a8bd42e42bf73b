import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { attribute, cursor, filter, limit, range, spanId, spanKind, traceId } from "../shapes/api.ts";

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
    codeLink: z
      .string()
      .nullable()
      .describe("where its line of code is shown, when that is configured and known"),
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

const traceStatement = z.object({
  spanId,
  service: z.string(),
  system: z.string(),
  statement: z.string(),
  startTimeUnixNano: z.string(),
  durationNano: z.number(),
  error: z.boolean(),
  /** How often the trace runs it, whatever its values, in this service. */
  repeats: z.number(),
});
export type TraceStatement = z.infer<typeof traceStatement>;

export const listTraceStatements = operation({
  name: "telemetry.listTraceStatements",
  method: "GET",
  path: "/api/traces/{traceId}/statements",
  summary: { en: "Every SQL statement of one trace, in order", ko: "한 트레이스의 모든 SQL(실행 순서)" },
  input: z.object({ traceId }),
  output: z.object({ statements: z.array(traceStatement).describe("the first 5,000") }),
  permission: "telemetry:read",
  effect: "read",
});
