import { get, isObject } from "../patch/json.ts";
import type { Findings } from "./findings.ts";

/** Whether two values say the same: what is empty is as good as left out, as typed clients drop it. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b || (isEmpty(a) && isEmpty(b))) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => isSame(get(a, key), get(b, key)));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

export function checkImmutable(value: unknown, before: unknown, path: string, found: Findings): void {
  if (!isSame(value, before)) found.invalid(path, value, "field is immutable");
}
