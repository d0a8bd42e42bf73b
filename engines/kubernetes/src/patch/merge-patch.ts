import { get, isObject, requireDepth, set } from "./json.ts";
import type { JsonObject } from "./json.ts";

/** JSON Merge Patch: objects merge, null removes, everything else replaces.
 *  @returns the patched value; it shares with both inputs what did not change
 *  @throws  ApiError BadRequest when nested too deep
 *  Source: RFC 7386 */
export function mergePatch(target: unknown, patch: unknown): unknown {
  requireDepth(target, "object");
  requireDepth(patch, "patch");
  return merge(target, patch);
}

function merge(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: JsonObject = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else set(merged, key, merge(get(merged, key), value));
  }
  return merged;
}
