import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { range } from "../shapes/api.ts";

export const listFields = operation({
  name: "telemetry.listFields",
  method: "GET",
  path: "/api/fields",
  summary: { en: "Keys to filter by, for completion", ko: "필터에 쓸 수 있는 키" },
  input: z.object({ ...range, signal: z.enum(["traces", "logs"]), search: z.string().max(200).default("") }),
  output: z.object({
    fields: z.array(z.object({ key: z.string(), source: z.enum(["field", "attribute", "resource"]) })),
  }),
  permission: "telemetry:read",
  effect: "read",
});

export const listFieldValues = operation({
  name: "telemetry.listFieldValues",
  method: "GET",
  path: "/api/fields/{key}/values",
  summary: { en: "Most frequent values of a key", ko: "키의 빈번한 값" },
  input: z.object({
    ...range,
    signal: z.enum(["traces", "logs"]),
    key: z.string().max(1024),
    search: z.string().max(200).default(""),
  }),
  output: z.object({ values: z.array(z.object({ value: z.string(), count: z.number() })) }),
  permission: "telemetry:read",
  effect: "read",
});
