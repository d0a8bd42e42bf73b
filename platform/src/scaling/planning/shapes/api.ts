import { z } from "zod";

const name = z.string().min(1).max(253);

/** Workloads that live on, and so have a capacity. */
export const plannedKinds = ["Deployment", "StatefulSet", "DaemonSet"] as const;
export const place = {
  cluster: name.describe("as in kubernetes.listClusters"),
  kind: z.enum(plannedKinds),
  namespace: name,
  name,
};
export interface Place {
  readonly cluster: string;
  readonly kind: (typeof plannedKinds)[number];
  readonly namespace: string;
  readonly name: string;
}

const instant = z
  .string()
  .max(40)
  .describe("RFC 3339 (2026-11-21T09:00:00Z), milliseconds since 1970, or relative: now, now-15m, now-7d");
export const range = { from: instant.default("now-1h"), to: instant.default("now") };

/** A HorizontalPodAutoscaler as it stands. */
export const autoscaler = z.object({
  name: z.string(),
  min: z.number(),
  max: z.number(),
  metrics: z.array(
    z.object({
      /** `Resource`, `ContainerResource`, `Pods`, `Object`, `External`. */
      type: z.string(),
      /** `cpu`, `requests_per_second` … */
      name: z.string(),
      /** Of which container alone; empty for whole pods. */
      container: z.string(),
      /** What `target` is: percent of what is requested, an amount for each pod, or an amount for all together. */
      form: z.enum(["utilization", "average", "value"]),
      target: z.number(),
      /** As the autoscaler saw it last; null: it did not. */
      current: z.number().nullable(),
    }),
  ),
  conditions: z.array(
    z.object({
      type: z.string(),
      status: z.string(),
      reason: z.string(),
      message: z.string(),
      at: z.number().nullable(),
    }),
  ),
});
export type Autoscaler = z.output<typeof autoscaler>;
