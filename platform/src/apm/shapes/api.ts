import { z } from "zod";
import { filter, range, spanId, traceId } from "#telemetry/query/api.ts";

/* Shapes that several operations here share. Durations are nanoseconds, `time` and `times` milliseconds since 1970,
 * rates a second. A transaction is an entry span: what a service was asked to do. It counts when it ends. */

export const service = z.string().max(1024).default("").describe("one service; all of them when empty");

/** How a transaction's time is looked at: all of it, in statements, in calls to others, or in its own code. */
export const axis = z.enum(["elapsed", "sql", "external", "own"]);
export type Axis = z.infer<typeof axis>;

export const transactions = { ...range, filter };
export const ids = { traceId, spanId };

/** Requests, errors and durations of a group. Quantiles are null without requests. */
export const figures = {
  requests: z.number(),
  rate: z.number(),
  errors: z.number(),
  errorRatio: z.number(),
  totalNano: z.number().describe("all durations together"),
  p50Nano: z.number().nullable(),
  p95Nano: z.number().nullable(),
  p99Nano: z.number().nullable(),
  /** Requests by step of the answer's `times`. */
  trend: z.array(z.number()),
};

export const order = z.enum(["total", "requests", "errors", "p95"]);
