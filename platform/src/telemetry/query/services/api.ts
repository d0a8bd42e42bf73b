import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { grid, range, spanKind } from "../shapes/api.ts";

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
