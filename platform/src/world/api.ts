import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { changeRow, freshness, objectRef, workloadRow } from "#kubernetes/api.ts";

const instant = z.string().max(40).describe("RFC 3339, milliseconds since 1970, or relative: now, now-15m");

/** Rates are per second, ratios 0 to 1, durations nanoseconds; quantiles are null without requests. */
const indicators = z.object({
  requests: z.number(),
  rate: z.number(),
  errors: z.number(),
  errorRatio: z.number(),
  p50Nano: z.number().nullable(),
  p95Nano: z.number().nullable(),
  p99Nano: z.number().nullable(),
});

const worldService = indicators.extend({
  service: z.string(),
  namespace: z.string(),
  /** What it runs as, where its telemetry says so. */
  workloads: z.array(objectRef.extend({ cluster: z.string() })),
});

const edge = z.object({
  caller: z.string(),
  callee: z.string(),
  calls: z.number(),
  errors: z.number(),
  p95Nano: z.number().nullable(),
});

export const worldSchema = z.object({
  from: z.number(),
  to: z.number(),
  services: z.array(worldService),
  edges: z.array(edge),
  /** Edges are counted on one trace of so many. */
  edgeSampling: z.number(),
  /** As they are now, not as they were in the window. */
  workloads: z.array(workloadRow),
  changes: z.array(changeRow),
  clusters: z.array(freshness),
  /** How the loading went; what a stage could not load is empty. */
  stages: z.array(z.object({ name: z.string(), durationMs: z.number(), error: z.string().nullable() })),
});

export const describeWorld = operation({
  name: "world.describeWorld",
  method: "GET",
  path: "/api/world",
  summary: {
    en: "What exists, who calls whom, what changed and how all of it is doing",
    ko: "무엇이 있고, 누가 누구를 호출하며, 무엇이 바뀌었고, 상태가 어떤지",
  },
  input: z.object({ from: instant.default("now-15m"), to: instant.default("now") }),
  output: worldSchema,
  permission: "telemetry:read",
  effect: "read",
});

export const worldOperations = [describeWorld] as const;
