import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { grid, range, spanKind } from "#telemetry/query/api.ts";
import { figures, order, service } from "../shapes/api.ts";

const route = z.object({ service: z.string(), name: z.string(), kind: spanKind, ...figures });
export type RouteRow = z.infer<typeof route>;

export const topRoutes = operation({
  name: "apm.topRoutes",
  method: "GET",
  path: "/api/apm/routes",
  summary: {
    en: "Routes and other operations that take the most time, or are asked for most",
    ko: "시간을 가장 많이 쓰거나 가장 많이 호출되는 라우트와 오퍼레이션",
  },
  input: z.object({
    ...range,
    service,
    order: order.default("total"),
    limit: z.number().int().min(1).max(500).default(100),
  }),
  output: z.object({ ...grid, routes: z.array(route) }),
  permission: "telemetry:read",
  effect: "read",
});

const url = z.object({
  service: z.string(),
  url: z.string(),
  requests: z.number(),
  errors: z.number(),
  p95Nano: z.number(),
});

export type UrlRow = z.infer<typeof url>;

export const topUrls = operation({
  name: "apm.topUrls",
  method: "GET",
  path: "/api/apm/urls",
  summary: { en: "URLs that are asked for most, as they were sent", ko: "가장 많이 호출된 URL(원문 기준)" },
  input: z.object({ ...range, service, limit: z.number().int().min(1).max(200).default(50) }),
  output: z.object({ urls: z.array(url) }),
  permission: "telemetry:read",
  effect: "read",
});
