import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { grid, range } from "#telemetry/query/api.ts";
import { figures, ids, order, service } from "../shapes/api.ts";

const statement = z.object({
  /** Decimal text: a 64-bit hash of the statement without its literals. */
  statementId: z.string(),
  service: z.string(),
  system: z.string(),
  namespace: z.string(),
  statement: z.string().describe("literals replaced by ?"),
  rows: z.number().describe("returned, as far as clients tell"),
  ...figures,
});
export type StatementRow = z.infer<typeof statement>;

export const topStatements = operation({
  name: "apm.topStatements",
  method: "GET",
  path: "/api/apm/statements",
  summary: { en: "SQL statements by the time they take", ko: "소요 시간순 SQL" },
  input: z.object({
    ...range,
    service,
    order: order.default("total"),
    limit: z.number().int().min(1).max(500).default(100),
  }),
  output: z.object({ ...grid, statements: z.array(statement) }),
  permission: "telemetry:read",
  effect: "read",
});

const repeated = z.object({
  statementId: z.string(),
  service: z.string(),
  transaction: z.string(),
  statement: z.string(),
  /** Transactions that ran it again and again, and how often each at the median and at most. */
  transactions: z.number(),
  median: z.number(),
  most: z.number(),
  share: z.number().describe("of the transaction's time, 0 to 1"),
  /** One of them. */
  traceId: ids.traceId,
});
export type RepeatedStatement = z.infer<typeof repeated>;

export const repeatedStatements = operation({
  name: "apm.repeatedStatements",
  method: "GET",
  path: "/api/apm/statements/repeated",
  summary: {
    en: "Statements that one transaction runs again and again, one row at a time (N+1)",
    ko: "한 트랜잭션이 반복 실행하는 SQL(N+1)",
  },
  input: z.object({ ...range, service, least: z.number().int().min(3).max(1000).default(10) }),
  output: z.object({
    repeated: z.array(repeated),
    sampling: z.number().describe("one trace of so many was looked at"),
  }),
  permission: "telemetry:read",
  effect: "read",
});

const caller = z.object({
  service: z.string(),
  transaction: z.string(),
  calls: z.number(),
  totalNano: z.number(),
});
export type StatementCaller = z.infer<typeof caller>;
const sample = z.object({
  ...ids,
  service: z.string(),
  startTimeUnixNano: z.string(),
  durationNano: z.number(),
  error: z.boolean(),
  /** As it was sent; literals masked. */
  masked: z.string(),
  /** Where in the code, as far as the agent tells. */
  code: z.string(),
});

export type StatementRun = z.infer<typeof sample>;

export const getStatement = operation({
  name: "apm.getStatement",
  method: "GET",
  path: "/api/apm/statements/{statementId}",
  summary: {
    en: "One statement: who runs it, and its slowest runs",
    ko: "SQL 상세: 호출한 트랜잭션과 가장 느린 실행",
  },
  input: z.object({ ...range, statementId: z.string().regex(/^\d{1,20}$/, "a number"), service }),
  output: z.object({
    ...grid,
    statement: statement.nullable(),
    callers: z.array(caller),
    slowest: z.array(sample),
    sampling: z.number(),
  }),
  permission: "telemetry:read",
  effect: "read",
});
