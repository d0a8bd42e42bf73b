import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { range } from "#telemetry/query/api.ts";
import { callCategory } from "../calls/api.ts";

export const nodeKind = z.enum(["service", "database", "cache", "queue", "outside"]);
export type NodeKind = z.infer<typeof nodeKind>;

/** Against the window before: there in both, in this one only, in that one only. */
const state = z.enum(["same", "new", "vanished"]);
const figures = {
  requests: z.number(),
  rate: z.number(),
  errorRatio: z.number(),
  p95Nano: z.number().nullable(),
};

const node = z.object({
  id: z.string(),
  kind: nodeKind,
  name: z.string(),
  system: z.string().describe("postgresql, redis, kafka; empty for services"),
  /** Of Kubernetes; empty when nobody tells. */
  namespace: z.string(),
  state,
  ...figures,
});
export type MapNode = z.infer<typeof node>;

const edge = z.object({
  from: z.string(),
  to: z.string(),
  /** `spans`: the caller has no client spans; told by the spans of those that were called. */
  category: z.enum([...callCategory.options, "spans"]),
  state,
  /** Counted, or estimated from one of `sampling` spans. */
  exact: z.boolean(),
  ...figures,
  before: z.object(figures).nullable(),
  /** Addresses that were called, as the caller names them. */
  peers: z.array(z.string()),
  filter: z.string().describe("finds its spans"),
});
export type MapEdge = z.infer<typeof edge>;

export const serviceMap = operation({
  name: "apm.serviceMap",
  method: "GET",
  path: "/api/apm/map",
  summary: {
    en: "Who calls whom: services, databases, caches, queues and outside parties, with what is new or gone",
    ko: "서비스, 데이터베이스, 캐시, 큐, 외부 시스템의 호출 관계와 새로 생기거나 사라진 연결",
  },
  input: z.object({
    ...range,
    against: z
      .enum(["before", "day"])
      .default("before")
      .describe("what to compare with: the window before, or the same one a day before"),
  }),
  output: z.object({
    nodes: z.array(node),
    edges: z.array(edge),
    sampling: z.number().describe("one span of so many was looked at to find who answers"),
    /** False when nothing is known of the window before: then nothing is new. */
    compared: z.boolean(),
  }),
  permission: "telemetry:read",
  effect: "read",
});
