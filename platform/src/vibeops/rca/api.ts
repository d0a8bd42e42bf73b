import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { diagnosisSchema } from "./diagnosis/api.ts";

export { causeKinds, diagnosisSchema, words } from "./diagnosis/api.ts";
export type * from "./diagnosis/api.ts";

const instant = z.string().max(40).describe("RFC 3339, milliseconds since 1970, or relative: now, now-15m");

export const diagnoseWindow = operation({
  name: "rca.diagnoseWindow",
  method: "POST",
  path: "/api/vibeops/diagnose",
  summary: {
    en: "What is wrong in a window, why, since when and what to do",
    ko: "어느 시간대에 무엇이, 왜, 언제부터 잘못되었고 어떻게 조치할지",
  },
  input: z.object({
    from: instant.default("now-30m"),
    to: instant.default("now"),
    without: z.array(z.string().max(40)).max(20).default([]).describe("Ideas of the engine to leave out"),
  }),
  output: diagnosisSchema,
  permission: "telemetry:read",
  effect: "read",
});

export const rcaOperations = [diagnoseWindow] as const;
