import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { transactions } from "../shapes/api.ts";

const pattern = z.object({
  kind: z.enum(["vertical", "horizontal", "bands", "step", "rising"]),
  service: z.string(),
  /** Empty when it goes through all operations of the service. */
  operation: z.string(),
  /** Where on the scatter: milliseconds since 1970 across, milliseconds upwards. */
  box: z.object({ from: z.number(), to: z.number(), leastMs: z.number(), mostMs: z.number() }),
  /** Transactions that make it. */
  count: z.number(),
  /** How many chance would have put there; null where it is told by `beforeMs` and `afterMs`. */
  expected: z.number().nullable(),
  /** Typical durations of its two sides: of the bands, or before and after. */
  beforeMs: z.number().nullable(),
  afterMs: z.number().nullable(),
  failedShare: z.number(),
  /** The one pod that has it, when the others do not. */
  pod: z.string(),
  /** The logarithm to base ten of how unlikely it is by chance, negated: 9 is one in a billion. */
  strength: z.number(),
});
export type Pattern = z.infer<typeof pattern>;

export const findPatterns = operation({
  name: "apm.findPatterns",
  method: "GET",
  path: "/api/apm/patterns",
  summary: {
    en: "Shapes among the transactions of a window: locks released, timeouts, two bands, steps, rises",
    ko: "트랜잭션 분포의 모양: 잠금 해제, 타임아웃, 두 갈래, 계단, 상승",
  },
  input: z.object({ ...transactions, limit: z.number().int().min(1000).max(500_000).default(200_000) }),
  output: z.object({
    patterns: z.array(pattern).describe("strongest first"),
    looked: z.number().describe("transactions that were looked at"),
  }),
  permission: "telemetry:read",
  effect: "read",
});
