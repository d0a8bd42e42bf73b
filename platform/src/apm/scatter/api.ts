import { z } from "zod";
import { bytes, operation } from "#kernel/operation.ts";
import { axis, ids, transactions } from "../shapes/api.ts";

export const scatter = operation({
  name: "apm.scatter",
  method: "GET",
  path: "/api/apm/scatter",
  summary: {
    en: "Transactions that ended in a window, a point each (its form: apm/scatter/points/api.ts)",
    ko: "기간 안에 끝난 트랜잭션을 점으로",
  },
  input: z.object({
    ...transactions,
    axis: axis.default("elapsed"),
    limit: z.number().int().min(1).max(2_000_000).default(1_000_000),
  }),
  output: bytes,
  permission: "telemetry:read",
  effect: "read",
});

export const heatmap = operation({
  name: "apm.heatmap",
  method: "GET",
  path: "/api/apm/heatmap",
  summary: {
    en: "How many transactions of a long window took how long",
    ko: "긴 기간의 트랜잭션 수를 소요 시간별로",
  },
  input: z.object({ ...transactions, steps: z.number().int().min(10).max(500).default(240) }),
  output: z.object({
    times: z.array(z.number()),
    stepSeconds: z.number(),
    /** By step: bucket (floor(8 log2(nanoseconds + 1))), how many, how many of them failed. */
    cells: z.array(z.object({ step: z.number(), bucket: z.number(), count: z.number(), errors: z.number() })),
  }),
  permission: "telemetry:read",
  effect: "read",
});

const transactionRow = z.object({
  ...ids,
  service: z.string(),
  name: z.string(),
  pod: z.string(),
  endTimeUnixNano: z.string(),
  durationNano: z.number(),
  /** By the axis asked for; equal to the duration for `elapsed`. */
  valueNano: z.number(),
  status: z.enum(["unset", "ok", "error"]),
  httpStatus: z.number().nullable(),
  user: z.string(),
  session: z.string(),
});
export type TransactionRow = z.infer<typeof transactionRow>;

export const listTransactions = operation({
  name: "apm.listTransactions",
  method: "GET",
  path: "/api/apm/transactions",
  summary: {
    en: "Transactions that ended in a window, slowest first",
    ko: "기간 안에 끝난 트랜잭션, 느린 순",
  },
  input: z.object({
    ...transactions,
    axis: axis.default("elapsed"),
    minNano: z.number().min(0).optional(),
    maxNano: z.number().min(0).optional(),
    order: z.enum(["slowest", "newest"]).default("slowest"),
    limit: z.number().int().min(1).max(1000).default(200),
  }),
  output: z.object({
    transactions: z.array(transactionRow),
    total: z.number().describe("how many there are; at most `limit` are listed"),
  }),
  permission: "telemetry:read",
  effect: "read",
});
