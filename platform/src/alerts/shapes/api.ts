import { z } from "zod";

/* What several operations speak of. Times are milliseconds since 1970; 0 is none. */

const labels = z.record(z.string(), z.string());

export const alertRow = z.object({
  fingerprint: z.string(),
  cluster: z.string(),
  /** `cluster/namespace/PrometheusRule/group/alert` */
  rule: z.string(),
  name: z.string(),
  state: z.enum(["pending", "firing", "resolved"]),
  severity: z.string().describe("its label; empty when it has none"),
  labels,
  annotations: labels,
  value: z.number().nullable().describe("null: no number"),
  activeAt: z.number(),
  firedAt: z.number(),
  resolvedAt: z.number(),
});
export type AlertRow = z.infer<typeof alertRow>;

export const muting = {
  silencedBy: z.array(z.string()).describe("ids of silences"),
  inhibitedBy: z.array(z.string()).describe("fingerprints of alerts"),
  receivers: z.array(z.string()),
};

export const matcher = z.object({
  name: z.string().min(1).max(1000),
  operator: z.enum(["=", "!=", "=~", "!~"]),
  value: z.string().max(4000),
});
