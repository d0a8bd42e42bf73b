import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { filter, range } from "#telemetry/query/api.ts";
import { service } from "../shapes/api.ts";

/* Two sides: `b` is what is asked about (`from`, `to`, `filter`), `a` what it is compared with (`base…`). A transaction that
 * both would hold belongs to `b`: "these against everything else" is the same question. */
const sides = {
  ...range,
  service,
  filter,
  against: z
    .enum(["before", "day", "week", "same"])
    .default("before")
    .describe("the base's window: the one before, of equal length; a day or a week before; the same one"),
  baseFrom: z.string().max(40).default("").describe("as from, instead of what `against` says"),
  baseTo: z.string().max(40).default(""),
  baseFilter: filter,
};

const side = z.object({
  from: z.number(),
  to: z.number(),
  transactions: z.number(),
  errorRatio: z.number(),
  p50Nano: z.number().nullable(),
  p95Nano: z.number().nullable(),
});

const sample = z.object({
  count: z.number(),
  errorRatio: z.number(),
  p50Nano: z.number().nullable(),
  p95Nano: z.number().nullable(),
  /** Of the transactions of its side: how many times it occurs in one. */
  perTransaction: z.number(),
});

const finding = z.object({
  subject: z.enum(["operation", "statement", "call", "exception"]),
  service: z.string(),
  name: z
    .string()
    .describe(
      "an operation, a statement, who is called (the service that answers), an exception's type and message",
    ),
  /** A statement's or an exception's own page: its statementId or fingerprint; empty for others. */
  id: z.string(),
  /** `tail`: the slowest few became more, or slower. */
  change: z.enum(["slower", "faster", "tail", "failing", "recovering", "new", "gone"]),
  a: sample,
  b: sample,
  /** How likely one of `b` takes longer than one of `a`, 0.5 when neither tends to. */
  superiority: z.number(),
  p: z.number().describe("how likely chance alone does as much"),
  q: z.number().describe("the share of false findings among all that are as good or better"),
});
export type Finding = z.infer<typeof finding>;
export type ComparedSide = z.infer<typeof side>;

export const compare = operation({
  name: "apm.compare",
  method: "GET",
  path: "/api/apm/compare",
  summary: {
    en: "What differs between two windows, versions or pods: operations, SQL, calls, exceptions; tested",
    ko: "두 기간, 버전, 파드의 차이를 통계로 검정: 오퍼레이션, SQL, 호출, 예외",
  },
  input: z.object(sides),
  output: z.object({
    a: side,
    b: side,
    findings: z.array(finding),
    tests: z.number().describe("questions that were asked of the data"),
    sampling: z.number().describe("of statements and calls, one trace of so many was looked at"),
  }),
  permission: "telemetry:read",
  effect: "read",
});

export const listSides = operation({
  name: "apm.listSides",
  method: "GET",
  path: "/api/apm/compare/sides",
  summary: {
    en: "Versions or pods of a service that had transactions, busiest first: what can be compared",
    ko: "기간 안에 트랜잭션을 처리한 버전 또는 파드(많은 순)",
  },
  input: z.object({
    ...range,
    service: z.string().min(1).max(1024),
    key: z.enum(["service.version", "k8s.pod.name"]),
  }),
  output: z.object({ values: z.array(z.string()) }),
  permission: "telemetry:read",
  effect: "read",
});

const explanation = z.object({
  key: z.string(),
  /** Other keys that tell the sides apart in the same way. */
  also: z.array(z.string()),
  strength: z.number().describe("Cramér's V, 0 to 1"),
  p: z.number(),
  q: z.number(),
  /** The value that `b` has oftener, first; shares are of all transactions of a side. */
  values: z.array(z.object({ value: z.string(), shareA: z.number(), shareB: z.number() })),
});
export type Explanation = z.infer<typeof explanation>;

export const explainDifference = operation({
  name: "apm.explainDifference",
  method: "GET",
  path: "/api/apm/compare/attributes",
  summary: {
    en: "Which attributes tell two sides apart best",
    ko: "두 쪽을 가장 잘 구분하는 속성",
  },
  input: z.object(sides),
  output: z.object({
    a: z.number().describe("transactions looked at"),
    b: z.number(),
    explanations: z.array(explanation),
    tests: z.number(),
  }),
  permission: "telemetry:read",
  effect: "read",
});
