import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { grid, range } from "#telemetry/query/api.ts";
import { service } from "../shapes/api.ts";

const figures = z.object({
  requests: z.number(),
  rate: z.number(),
  errors: z.number(),
  errorRatio: z.number(),
  p50Nano: z.number().nullable(),
  p95Nano: z.number().nullable(),
  p99Nano: z.number().nullable(),
  /** 0 to 1; null without requests. Source: https://www.apdex.org, Apdex Technical Specification 1.1 */
  apdex: z.number().nullable(),
});
const series = z.object({
  requests: z.array(z.number()),
  errors: z.array(z.number()),
  p50Nano: z.array(z.number().nullable()),
  p95Nano: z.array(z.number().nullable()),
  p99Nano: z.array(z.number().nullable()),
  apdex: z.array(z.number().nullable()),
});
export type PulseSeries = z.infer<typeof series>;

export const pulse = operation({
  name: "apm.pulse",
  method: "GET",
  path: "/api/apm/pulse",
  summary: {
    en: "Requests, errors, response time and Apdex, with the same hours of the day and the week before",
    ko: "요청 수, 오류, 응답 시간, Apdex와 어제·지난주 같은 시간의 값",
  },
  input: z.object({
    ...range,
    service,
    apdexMs: z
      .number()
      .min(1)
      .max(600_000)
      .default(500)
      .describe("what satisfies; four times it is tolerated"),
  }),
  output: z.object({
    ...grid,
    ...figures.shape,
    series,
    dayBefore: figures.extend({ series }),
    weekBefore: figures.extend({ series }),
  }),
  permission: "telemetry:read",
  effect: "read",
});
