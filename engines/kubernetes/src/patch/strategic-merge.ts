import type { Field, Type } from "../schema/type.ts";
import { ApiError } from "../status.ts";
import { get, isObject, kindOf, requireDepth, set } from "./json.ts";
import type { JsonObject } from "./json.ts";
import { mergeItems, mergeValues } from "./strategic-list.ts";

/** Strategic merge patch: a merge patch that also merges the lists whose type says so.
 *  @param type what decides which lists merge, and by which key
 *  @returns    the patched value; it shares with both inputs what did not change
 *  @throws     ApiError BadRequest for a directive that is none, Invalid for items that cannot be merged
 *  Source: https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md */
export function strategicMerge(original: unknown, patch: unknown, type: Type): unknown {
  requireDepth(original, "object");
  requireDepth(patch, "patch");
  if (!isObject(patch)) throw new ApiError("BadRequest", `a patch is an object, got ${kindOf(patch)}`);
  return mergeObject(isObject(original) ? original : {}, patch, type, "");
}

const directive = "$patch";
const retainKeys = "$retainKeys";
const deletePrefix = "$deleteFromPrimitiveList/";
const orderPrefix = "$setElementOrder/";

/** `path` names the object in errors: `.spec.template`. */
function mergeObject(original: JsonObject, patch: JsonObject, type: Type, path: string): JsonObject {
  switch (get(patch, directive)) {
    case undefined:
    case "merge":
      return mergeFields(original, patch, type, path);
    case "replace":
      return mergeFields({}, patch, type, path);
    case "delete":
      return {};
    default:
      throw new ApiError("BadRequest", `${path}: unknown ${directive} ${JSON.stringify(patch[directive])}`);
  }
}

function mergeFields(original: JsonObject, patch: JsonObject, type: Type, path: string): JsonObject {
  const merged = retained(original, patch, path);
  for (const name of fieldsIn(patch)) {
    const value = mergeField(get(merged, name), patch, name, fieldOf(type, name), `${path}.${name}`);
    if (value === undefined) delete merged[name];
    else set(merged, name, value);
  }
  return merged;
}

/** The fields that a patch speaks of, in itself or by a directive for their lists. */
function fieldsIn(patch: JsonObject): Set<string> {
  const names = new Set<string>();
  for (const key of Object.keys(patch)) {
    if (key === directive || key === retainKeys) continue;
    if (key.startsWith(deletePrefix)) names.add(key.slice(deletePrefix.length));
    else if (key.startsWith(orderPrefix)) names.add(key.slice(orderPrefix.length));
    else names.add(key);
  }
  return names;
}

function retained(original: JsonObject, patch: JsonObject, path: string): JsonObject {
  const listed = get(patch, retainKeys);
  if (listed === undefined) return { ...original };
  if (!Array.isArray(listed)) throw new ApiError("BadRequest", `${path}: ${retainKeys} must be a list`);
  const keys = new Set<unknown>(listed);
  const isStray = (key: string) => Object.hasOwn(patch, key) && patch[key] !== null && !keys.has(key);
  const stray = [...fieldsIn(patch)].find(isStray);
  if (stray !== undefined) {
    throw new ApiError("BadRequest", `${path}: ${retainKeys} does not list ${stray}, which the patch sets`);
  }
  return Object.fromEntries(Object.entries(original).filter(([key]) => keys.has(key)));
}

interface TypedField {
  readonly type: Type;
  readonly strategy: Field["patchStrategy"];
  readonly mergeKey: string | undefined;
}

const untyped: TypedField = { type: { kind: "any" }, strategy: new Set(), mergeKey: undefined };

function fieldOf(type: Type, name: string): TypedField {
  if (type.kind !== "object") return untyped;
  const field = type.fields.get(name);
  if (field !== undefined) {
    return { type: field.type, strategy: field.patchStrategy, mergeKey: field.patchMergeKey };
  }
  return type.additional === undefined ? untyped : { ...untyped, type: type.additional };
}

function mergeField(
  original: unknown,
  patch: JsonObject,
  name: string,
  field: TypedField,
  path: string,
): unknown {
  const value = get(patch, name);
  if (value === null) return undefined;
  const deleted = listDirective(patch, deletePrefix + name, path);
  const order = listDirective(patch, orderPrefix + name, path);
  if (field.strategy.has("merge") && (Array.isArray(value) || deleted !== undefined || order !== undefined)) {
    return mergeList(original, { added: value, deleted, order }, field, path);
  }
  if (value === undefined) return original;
  if (!isObject(value) || field.type.kind === "any") return value;
  const base = isObject(original) && !field.strategy.has("replace") ? original : {};
  return mergeObject(base, value, field.type, path);
}

function listDirective(patch: JsonObject, key: string, path: string): unknown[] | undefined {
  const value = get(patch, key);
  if (value === undefined || Array.isArray(value)) return value;
  throw new ApiError("BadRequest", `${path}: ${key} must be a list, got ${kindOf(value)}`);
}

interface ListPatch {
  /** undefined: the patch only removes or orders. */
  readonly added: unknown;
  readonly deleted: unknown[] | undefined;
  readonly order: unknown[] | undefined;
}

function mergeList(original: unknown, patch: ListPatch, field: TypedField, path: string): unknown {
  const { added = [], deleted = [], order } = patch;
  if (!Array.isArray(added))
    throw new ApiError("BadRequest", `${path}: expected a list, got ${kindOf(added)}`);
  const list: unknown[] = Array.isArray(original) ? original : [];
  if (original === undefined && patch.added === undefined) return undefined;
  if (field.mergeKey === undefined) return mergeValues(list, { added, deleted, order }, path);
  const items = field.type.kind === "list" ? field.type.items : untyped.type;
  return mergeItems(list, added, order, {
    key: field.mergeKey,
    path,
    merge: (original, patch) => mergeObject(original, patch, items, path),
  });
}
