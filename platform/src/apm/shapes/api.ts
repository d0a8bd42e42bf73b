import { z } from "zod";
import { filter, range, spanId, traceId } from "#telemetry/query/api.ts";

/* Shapes that several operations here share. Durations are nanoseconds, `time` and `times` milliseconds since 1970,
 * rates a second. A transaction is an entry span: what a service was asked to do. It counts when it ends. */

export const service = z.string().max(1024).default("").describe("one service; all of them when empty");

/** How a transaction's time is looked at: all of it, in statements, in calls to others, or in its own code. */
export const axis = z.enum(["elapsed", "sql", "external", "own"]);
export type Axis = z.infer<typeof axis>;

export const transactions = { ...range, filter };
export const ids = { traceId, spanId };
