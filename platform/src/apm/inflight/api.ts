import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { grid, range, spanKind } from "#telemetry/query/api.ts";
import { codeFrame } from "../profiles/api.ts";
import { ids, service } from "../shapes/api.ts";

/** Upper ends of the age classes, in seconds; the last class has none. */
export const ageClasses = [1, 3, 8] as const;

const openSpan = z.object({
  ...ids,
  name: z.string(),
  kind: spanKind,
  startTimeUnixNano: z.string(),
  attributes: z.record(z.string(), z.string()),
});

const transaction = openSpan.extend({
  service: z.string(),
  pod: z.string(),
  ageMs: z.number(),
  /** Where it is now: its open spans from itself to the innermost one, in other services too. */
  path: z.array(openSpan.extend({ service: z.string() })),
  /** Its process has fallen silent: it was killed, or can't be reached. */
  abandoned: z.boolean(),
  /** What it last ran, the innermost frame first, where a profile of this trace tells; empty otherwise. */
  stack: z.array(codeFrame),
});
export type InFlight = z.infer<typeof transaction>;

export const inFlight = operation({
  name: "apm.inFlight",
  method: "GET",
  path: "/api/apm/in-flight",
  summary: { en: "Transactions that are under way now, by age", ko: "지금 진행 중인 트랜잭션(경과 시간별)" },
  input: z.object({ service, limit: z.number().int().min(1).max(2000).default(500) }),
  output: z.object({
    at: z.number(),
    /** How many are in each age class, by service and pod. */
    meters: z.array(z.object({ service: z.string(), pod: z.string(), ages: z.array(z.number()) })),
    transactions: z.array(transaction).describe("oldest first"),
    abandoned: z.array(transaction).describe("of the last hour, newest first"),
    /** Services whose programs tell of spans that are not over yet. */
    reporting: z.array(z.string()),
    /** Of other services: how many requests they counted as under way when they last reported (`time`), by the metric
     *  http.server.active_requests. Which ones, and for how long already, is not known. */
    counted: z.array(
      z.object({ service: z.string(), pod: z.string(), requests: z.number(), time: z.number() }),
    ),
  }),
  permission: "telemetry:read",
  effect: "read",
});

export const inFlightHistory = operation({
  name: "apm.inFlightHistory",
  method: "GET",
  path: "/api/apm/in-flight/history",
  summary: { en: "How many transactions were under way, by age", ko: "진행 중이던 트랜잭션 수(경과 시간별)" },
  input: z.object({ ...range, service }),
  output: z.object({
    ...grid,
    ages: z
      .array(z.array(z.number()))
      .describe("a line an age class: how many at once, on average over each step"),
    sampling: z.number().describe("of transactions under a second one of so many was looked at"),
  }),
  permission: "telemetry:read",
  effect: "read",
});
