import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { grid, range } from "#telemetry/query/api.ts";
import { service } from "../shapes/api.ts";

const counts = z.object({ sessions: z.number(), users: z.number() });
const line = z.object({ sessions: z.array(z.number()), users: z.array(z.number()) });

export const activeVisitors = operation({
  name: "apm.activeVisitors",
  method: "GET",
  path: "/api/apm/visitors",
  summary: {
    en: "Active users: distinct sessions and users of the five minutes before each moment",
    ko: "활성 사용자: 각 시점 직전 5분의 세션 수와 사용자 수",
  },
  input: z.object({ ...range, service }),
  output: z.object({
    ...grid,
    /** Of the five minutes before the window's end. */
    now: counts,
    ...line.shape,
    dayBefore: line,
    weekBefore: line,
  }),
  permission: "telemetry:read",
  effect: "read",
});

export const dailyVisitors = operation({
  name: "apm.dailyVisitors",
  method: "GET",
  path: "/api/apm/visitors/daily",
  summary: { en: "Visitors by day", ko: "일별 방문자" },
  input: z.object({
    days: z.number().int().min(1).max(90).default(14),
    service,
    timeZone: z.string().max(64).default("UTC").describe("where days begin: Asia/Seoul"),
  }),
  output: z.object({ days: z.array(counts.extend({ day: z.string().describe("2026-11-21") })) }),
  permission: "telemetry:read",
  effect: "read",
});
