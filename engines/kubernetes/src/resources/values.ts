import { get, isObject, type JsonObject, set } from "../patch/json.ts";

/* Reading what may be anything: a value of another type is as good as none. */

export const fields = (value: unknown): JsonObject => (isObject(value) ? value : {});
export const items = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const records = (value: unknown): readonly JsonObject[] => items(value).map(fields);
export const text = (value: unknown): string => (typeof value === "string" ? value : "");
export const number = (value: unknown): number =>
  typeof value === "number" && Number.isFinite(value) ? value : 0;
export const texts = (value: unknown): string[] =>
  items(value).filter((item): item is string => typeof item === "string");
export const present = (value: unknown): boolean => value !== undefined && value !== null;

/** `at(pod, "status", "phase")` */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const step of path) {
    if (!isObject(found)) return undefined;
    found = get(found, step);
  }
  return found;
}

/** The condition of a type: `conditionOf(job, "Complete")`. */
export function conditionOf(object: unknown, type: string): JsonObject | undefined {
  return records(at(object, "status", "conditions")).find((condition) => get(condition, "type") === type);
}

export const isTrue = (object: unknown, condition: string): boolean =>
  conditionOf(object, condition)?.["status"] === "True";

/** The object under a key, made when there is none; one of another type is left for validation to refuse. */
export function ensure(parent: JsonObject, key: string): JsonObject {
  const value = get(parent, key);
  if (isObject(value)) return value;
  const made: JsonObject = {};
  if (!present(value)) set(parent, key, made);
  return made;
}

/** Gives a value where none is; an empty text is none, as in Go. */
export function fill(object: JsonObject, key: string, value: unknown): void {
  const current = get(object, key);
  if (!present(current) || current === "") set(object, key, value);
}

/** For numbers whose zero says that nothing was given. */
export function fillZero(object: JsonObject, key: string, value: number): void {
  if (!present(get(object, key)) || object[key] === 0) set(object, key, value);
}
