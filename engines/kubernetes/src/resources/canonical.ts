import { isObject, type JsonObject, set } from "../patch/json.ts";
import type { ObjectType, Type } from "../schema/type.ts";
import { formatQuantity, parseQuantity } from "./quantity.ts";

/** What is nested deeper is refused by the check of its structure. */
const deepest = 1000;

/** Brings what is known of an object into the form in which Kubernetes keeps it, in place: fields that are null are
 *  none, and an amount has one text (`0.5` is `500m`). */
export function canonicalize(object: JsonObject, type: Type): void {
  if (type.kind === "object") canonicalizeFields(object, type, 0);
}

function canonicalizeFields(object: JsonObject, type: ObjectType, depth: number): void {
  if (depth > deepest) return;
  for (const key of Object.keys(object)) {
    const value = object[key];
    const known = type.fields.get(key)?.type ?? type.additional;
    if (known === undefined || known.kind === "any") continue;
    if (value === null) delete object[key];
    else set(object, key, canonical(value, known, depth + 1));
  }
}

function canonical(value: unknown, type: Type, depth: number): unknown {
  if (type.kind === "scalar") return type.scalar === "quantity" ? canonicalQuantity(value) : value;
  if (type.kind === "object" && isObject(value)) canonicalizeFields(value, type, depth);
  if (type.kind === "list" && Array.isArray(value)) {
    for (const [index, item] of value.entries()) value[index] = canonical(item, type.items, depth + 1);
  }
  return value;
}

function canonicalQuantity(value: unknown): unknown {
  const quantity = parseQuantity(value);
  return quantity === undefined ? value : formatQuantity(quantity);
}
