import { randomBytes } from "node:crypto";

/** A hexadecimal trace id made from a small number, so that tests can name it. */
export const traceId = (n: number): string => n.toString(16).padStart(32, "0");
/** A hexadecimal span id made from a small number. */
export const spanId = (n: number): string => n.toString(16).padStart(16, "0");
/** Hexadecimal digits that no other call gives. */
export const freshId = (bytes: 8 | 16): string => randomBytes(bytes).toString("hex");
