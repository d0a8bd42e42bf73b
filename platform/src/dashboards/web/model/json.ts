import type { JsonObject } from "./dashboard.ts";

/* Reading JSON that anybody may have written: what has another type than expected counts as missing. */

const longest = 20_000;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A field of its own, never one of the prototype. */
export const field = (of: unknown, name: string): unknown =>
  isObject(of) && Object.hasOwn(of, name) ? of[name] : undefined;

/** Along a path: `at(panel, "fieldConfig", "defaults", "unit")`. */
export const at = (of: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((value, name) => field(value, name), of);

export const textOf = (value: unknown, otherwise = ""): string =>
  typeof value === "string" ? value.slice(0, longest) : otherwise;

export const numberOf = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const textsOf = (value: unknown): readonly string[] =>
  listOf(value).flatMap((each) => (typeof each === "string" ? [each.slice(0, longest)] : []));

/** @param least, most  the value is brought between them */
export function wholeOf(value: unknown, least: number, most: number, otherwise: number): number {
  const number = numberOf(value);
  return number === null ? otherwise : Math.min(most, Math.max(least, Math.round(number)));
}
