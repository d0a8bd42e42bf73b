import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { grid, range } from "#telemetry/query/api.ts";
import { figures, order, service } from "../shapes/api.ts";

export const callCategory = z.enum(["database", "cache", "messaging", "rpc", "http", "other"]);

const call = z.object({
  service: z.string(),
  category: callCategory,
  system: z.string(),
  peer: z.string(),
  target: z.string().describe("a database's name, a queue, a remote service"),
  callee: z.string().describe("the service that was seen to answer there; empty when none was, or several"),
  filter: z.string().describe("finds its spans"),
  ...figures,
});
export type CallRow = z.infer<typeof call>;

export const topCalls = operation({
  name: "apm.topCalls",
  method: "GET",
  path: "/api/apm/calls",
  summary: {
    en: "What services call: databases, caches, queues, other services, outside parties",
    ko: "서비스가 호출하는 대상: 데이터베이스, 캐시, 큐, 다른 서비스, 외부 업체",
  },
  input: z.object({
    ...range,
    service,
    order: order.default("total"),
    limit: z.number().int().min(1).max(500).default(100),
  }),
  output: z.object({ ...grid, calls: z.array(call) }),
  permission: "telemetry:read",
  effect: "read",
});
