import { z } from "zod";
import { operation } from "#kernel/operation.ts";

const thresholds = z.object({
  /** By service, in milliseconds: what satisfies, at most; four times as long is tolerated. `""` is all services together. */
  thresholds: z.record(z.string(), z.number()),
  usualMs: z.number().describe("of a service that has none of its own"),
  /** The cluster that keeps them; empty when none is connected: then they can't be set. */
  cluster: z.string(),
});

export const listApdexThresholds = operation({
  name: "apm.listApdexThresholds",
  method: "GET",
  path: "/api/apm/apdex",
  summary: { en: "How quick is quick enough, by service", ko: "서비스별 Apdex 기준 시간" },
  input: z.object({}),
  output: thresholds,
  permission: "telemetry:read",
  effect: "read",
});

export const setApdexThreshold = operation({
  name: "apm.setApdexThreshold",
  method: "PUT",
  path: "/api/apm/apdex",
  summary: { en: "Say how quick is quick enough for a service", ko: "서비스의 Apdex 기준 시간 설정" },
  input: z.object({
    service: z.string().max(1024).default("").describe("empty: all services together"),
    ms: z.number().int().min(1).max(600_000).nullable().describe("null: the usual one again"),
  }),
  output: thresholds,
  permission: "kubernetes:write",
  effect: "write",
});
