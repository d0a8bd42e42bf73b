import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { matcher } from "../shapes/api.ts";

const silence = z.object({
  id: z.string(),
  matchers: z.array(matcher),
  startsAt: z.number(),
  endsAt: z.number(),
  createdBy: z.string(),
  comment: z.string(),
  updatedAt: z.number(),
  state: z.enum(["pending", "active", "expired"]),
  alerts: z.number().describe("alerts that it keeps quiet now"),
});
export type SilenceRow = z.infer<typeof silence>;

export const listSilences = operation({
  name: "alerts.listSilences",
  method: "GET",
  path: "/api/alerts/silences",
  summary: { en: "Silences, those in force first", ko: "알림 무음(적용 중인 것부터)" },
  input: z.object({}),
  output: z.object({ silences: z.array(silence) }),
  permission: "telemetry:read",
  effect: "read",
});

const year = 366 * 86_400;

export const createSilence = operation({
  name: "alerts.createSilence",
  method: "POST",
  path: "/api/alerts/silences",
  summary: {
    en: "Tells nobody of alerts that fit, for a while",
    ko: "조건에 맞는 알림을 일정 시간 동안 무음 처리",
  },
  input: z.object({
    matchers: z.array(matcher).min(1).max(50),
    durationSeconds: z.number().int().min(60).max(year),
    startsAt: z.number().optional().describe("milliseconds since 1970; now unless given"),
    comment: z.string().max(2000).default(""),
  }),
  output: z.object({ silence }),
  permission: "platform:write",
  effect: "write",
});

export const expireSilence = operation({
  name: "alerts.expireSilence",
  method: "DELETE",
  path: "/api/alerts/silences/{id}",
  summary: { en: "Ends a silence", ko: "알림 무음 해제" },
  input: z.object({ id: z.string().min(1).max(100) }),
  output: z.object({ silence }),
  permission: "platform:write",
  effect: "write",
});
