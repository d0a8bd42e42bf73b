import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { range } from "#telemetry/query/api.ts";
import { alertRow } from "../shapes/api.ts";

const step = alertRow.extend({ time: z.number() });
const notification = z.object({
  key: z.string(),
  time: z.number(),
  isSent: z.boolean(),
  receiver: z.string(),
  integration: z.string(),
  groupKey: z.string(),
  attempts: z.number(),
  error: z.string(),
});
export type StepRow = z.infer<typeof step>;
export type NotificationRow = z.infer<typeof notification>;

const limit = z.number().int().min(1).max(1000).default(200);

export const alertHistory = operation({
  name: "alerts.history",
  method: "GET",
  path: "/api/alerts/history",
  summary: { en: "What became of alerts", ko: "알림 이력" },
  input: z.object({
    ...range,
    search: z.string().max(200).default("").describe("part of a name or label"),
    limit,
  }),
  output: z.object({ steps: z.array(step).describe("newest first") }),
  permission: "telemetry:read",
  effect: "read",
});

export const notificationHistory = operation({
  name: "alerts.notifications",
  method: "GET",
  path: "/api/alerts/notifications",
  summary: { en: "What receivers were told, and what could not be told", ko: "수신자에게 보낸 알림과 실패" },
  input: z.object({ ...range, limit }),
  output: z.object({ notifications: z.array(notification).describe("newest first") }),
  permission: "telemetry:read",
  effect: "read",
});
