import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { range } from "#telemetry/query/api.ts";
import { alertRow, muting } from "../shapes/api.ts";

const activeAlert = alertRow.extend({ ...muting, expression: z.string() });
export type ActiveAlertRow = z.infer<typeof activeAlert>;

export const listAlerts = operation({
  name: "alerts.list",
  method: "GET",
  path: "/api/alerts",
  summary: { en: "Alerts that fire or are about to", ko: "발생 중이거나 대기 중인 알림" },
  input: z.object({
    state: z.enum(["all", "pending", "firing", "resolved"]).default("all"),
    search: z.string().max(200).default("").describe("part of a name, label or summary"),
  }),
  output: z.object({
    alerts: z
      .array(activeAlert)
      .describe("firing first, then by severity and age; what was resolved in the last 15 min too"),
    clusters: z.array(
      z.object({
        name: z.string(),
        state: z.enum(["syncing", "live", "away"]).describe("of its rules and receivers"),
        error: z.string().nullable(),
        isKnown: z.boolean().describe("its rules are evaluated; while it is away, those that it had last"),
      }),
    ),
    counts: z.object({
      firing: z.number(),
      pending: z.number(),
      silenced: z.number(),
      rules: z.number(),
      failing: z.number(),
      problems: z.number().describe("of rules and receivers, what can't be read"),
    }),
  }),
  permission: "telemetry:read",
  effect: "read",
});

export const getAlert = operation({
  name: "alerts.get",
  method: "GET",
  path: "/api/alerts/active/{fingerprint}",
  summary: { en: "An alert: why it fires, and what became of it", ko: "알림 상세: 발생 이유와 경과" },
  input: z.object({ ...range, fingerprint: z.string().regex(/^[0-9a-f]{16}$/, "16 hexadecimal digits") }),
  output: z.object({
    alert: activeAlert.nullable().describe("null: it is not active, and its rule no longer knows it"),
    /** The rule's expression over the window, those of its series that have the alert's labels. */
    chart: z.object({
      times: z.array(z.number()),
      stepSeconds: z.number(),
      series: z.array(z.object({ name: z.string(), values: z.array(z.number().nullable()) })),
      error: z.string().nullable(),
    }),
    steps: z.array(alertRow.extend({ time: z.number() })).describe("newest first"),
  }),
  permission: "telemetry:read",
  effect: "read",
});

const rule = z.object({
  key: z.string(),
  kind: z.enum(["alert", "record"]),
  name: z.string(),
  expression: z.string(),
  forSeconds: z.number(),
  keepFiringForSeconds: z.number(),
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
  health: z.enum(["unknown", "ok", "err"]),
  lastError: z.string(),
  lastEvaluation: z.number(),
  evaluationMs: z.number(),
  pending: z.number(),
  firing: z.number(),
});
const group = z.object({
  cluster: z.string(),
  namespace: z.string(),
  resource: z.string().describe("name of the PrometheusRule"),
  name: z.string(),
  intervalSeconds: z.number(),
  rules: z.array(rule),
});
export type RuleRow = z.infer<typeof rule> &
  Omit<z.infer<typeof group>, "rules" | "name"> & { readonly group: string };

export const problem = z.object({
  cluster: z.string(),
  kind: z.enum(["PrometheusRule", "AlertmanagerConfig"]),
  namespace: z.string(),
  name: z.string(),
  problem: z.string(),
  isEarlierUsed: z.boolean().describe("what the object said before stays in force"),
});

export const listRules = operation({
  name: "alerts.listRules",
  method: "GET",
  path: "/api/alerts/rules",
  summary: {
    en: "Rules, how they do, and what of them can't be read",
    ko: "알림 규칙과 상태, 읽을 수 없는 규칙",
  },
  input: z.object({}),
  output: z.object({ groups: z.array(group), problems: z.array(problem) }),
  permission: "telemetry:read",
  effect: "read",
});
