import { ApiError } from "../status.ts";

/** JSON as it comes from outside: any key may stand in it, `__proto__` too. */
export type JsonObject = Record<string, unknown>;

const maxDepth = 1000;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value under a key of its own; undefined where a prototype would answer. */
export function get(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Assigns to a key of its own: `object["__proto__"] = value` would change the prototype. */
export function set(object: JsonObject, key: string, value: unknown): void {
  if (key !== "__proto__") object[key] = value;
  else Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => equal(item, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]))
  );
}

/** Refuses what would exhaust the stack of those who walk it.
 *  @throws ApiError BadRequest */
export function requireDepth(value: unknown, subject: string, depth = 0): void {
  if (typeof value !== "object" || value === null) return;
  if (depth > maxDepth) {
    throw new ApiError("BadRequest", `${subject} is nested more than ${maxDepth} levels deep`);
  }
  for (const child of Array.isArray(value) ? value : Object.values(value)) {
    requireDepth(child, subject, depth + 1);
  }
}

/** What a value is called in an error. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  return typeof value === "object" ? "object" : typeof value;
}

/** Whatever a client sent, as text that may stand in a message: its own when it is text. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
