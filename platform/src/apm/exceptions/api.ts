import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { grid, range } from "#telemetry/query/api.ts";
import { ids, service } from "../shapes/api.ts";

const fingerprint = z.string().regex(/^\d{1,20}$/, "a number");
const group = z.object({
  fingerprint,
  service: z.string(),
  type: z.string(),
  message: z.string().describe("the newest one"),
  place: z.string().describe("the first line of its stack"),
  count: z.number(),
  /** Milliseconds since 1970; over everything that is stored, not only the window. */
  firstSeen: z.number(),
  lastSeen: z.number(),
  /** Began within the window. */
  isNew: z.boolean(),
  versions: z.array(z.object({ version: z.string(), count: z.number() })),
  trend: z.array(z.number()),
});
export type ExceptionGroup = z.infer<typeof group>;

export const listExceptions = operation({
  name: "apm.listExceptions",
  method: "GET",
  path: "/api/apm/exceptions",
  summary: { en: "Exceptions, those of one cause together", ko: "예외(같은 원인끼리 묶음)" },
  input: z.object({
    ...range,
    service,
    search: z.string().max(200).default("").describe("part of a type or message"),
    limit: z.number().int().min(1).max(500).default(100),
  }),
  output: z.object({ ...grid, exceptions: z.array(group) }),
  permission: "telemetry:read",
  effect: "read",
});

const occurrence = z.object({
  ...ids,
  timeUnixNano: z.string(),
  message: z.string(),
  stack: z.string(),
  operation: z.string(),
  version: z.string(),
  pod: z.string(),
});

export type Occurrence = z.infer<typeof occurrence>;

export const getException = operation({
  name: "apm.getException",
  method: "GET",
  path: "/api/apm/exceptions/{fingerprint}",
  summary: { en: "One cause of exceptions, with its latest occurrences", ko: "예외 상세와 최근 발생" },
  input: z.object({ ...range, fingerprint, limit: z.number().int().min(1).max(200).default(20) }),
  output: z.object({ ...grid, exception: group.nullable(), occurrences: z.array(occurrence) }),
  permission: "telemetry:read",
  effect: "read",
});
