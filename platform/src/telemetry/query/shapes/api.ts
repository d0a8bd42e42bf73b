import { z } from "zod";

/* Units. `…UnixNano` is a decimal string of nanoseconds since 1970 (a number would lose the last digits);
 * `…Nano` is a number of nanoseconds; `time` and `times` in charts are milliseconds since 1970; rates are
 * per second; ratios are 0 to 1. */

const instant = z
  .string()
  .max(40)
  .describe("RFC 3339 (2026-11-21T09:00:00Z), milliseconds since 1970, or relative: now, now-15m, now-7d");
export const range = { from: instant.default("now-15m"), to: instant.default("now") };
export const filter = z
  .string()
  .max(4096)
  .default("")
  .describe(
    'Filter text: service=cart status=error http.response.status_code>=500 "connection refused" -debug',
  );
export const limit = z.number().int().min(1).max(1000).default(100);
export const cursor = z.string().max(200).optional().describe("nextCursor of the page before");
export const traceId = z.string().regex(/^[0-9a-f]{32}$/, "32 lower-case hexadecimal digits");
export const spanId = z.string().regex(/^[0-9a-f]{16}$/, "16 lower-case hexadecimal digits");

/** An attribute value with its OTLP type kept. `bytes` is base64; `array` and `map` are JSON text. */
export const attribute = z.object({
  key: z.string(),
  type: z.enum(["string", "int", "double", "bool", "bytes", "array", "map", "empty"]),
  value: z.string(),
});
export type Attribute = z.infer<typeof attribute>;

export const grid = {
  times: z.array(z.number()).describe("start of each step, milliseconds since 1970"),
  stepSeconds: z.number(),
};

export const spanKind = z.enum(["unspecified", "internal", "server", "client", "producer", "consumer"]);
