import { z } from "zod";

/** Days that a budget may last. */
export const windowDays = [7, 28, 30] as const;

/** What people declare. */
export const objective = z.object({
  name: z.string(),
  /** Of its metadata, or else of its one objective, or else its name. */
  title: z.string(),
  description: z.string(),
  service: z.string(),
  /** Name of an entry span, such as `GET /cart/:id`; empty: all that the service is asked. */
  operation: z.string(),
  /** Availability: requests that do not fail. Latency: requests that take no longer than `thresholdMs`. */
  indicator: z.enum(["availability", "latency"]),
  /** Null for availability. */
  thresholdMs: z.number().nullable(),
  windowDays: z.number(),
  /** Share of requests that have to be good, between 0 and 1. */
  target: z.number(),
  labels: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  annotations: z.record(z.string(), z.string()),
});
export type Objective = z.output<typeof objective>;
