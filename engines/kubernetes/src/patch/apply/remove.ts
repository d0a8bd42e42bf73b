import type { ListType, ObjectType, Type } from "../../schema/type.ts";
import { isObject, set } from "../json.ts";
import type { JsonObject } from "../json.ts";
import { noFields } from "./fields.ts";
import type { FieldSet } from "./fields.ts";
import { isGranularList, isGranularObject, typeAt } from "./granular.ts";
import { storedItemStep } from "./step.ts";

/** Takes away what a manager set the last time and nobody wants kept.
 *  @param last what the manager set
 *  @param kept what it still sets, and what others do: a container goes, with what nobody owns in it, only when
 *              nothing in it is kept */
export function removeUnkept(value: unknown, last: FieldSet, kept: FieldSet, type: Type): unknown {
  if (isGranularObject(type) && isObject(value)) return removeFields(value, last, kept, type);
  if (isGranularList(type) && Array.isArray(value)) return removeItems(value, last, kept, type);
  return value;
}

function removeFields(value: JsonObject, last: FieldSet, kept: FieldSet, type: ObjectType): JsonObject {
  const left = { ...value };
  for (const [step, lastChild] of last.children) {
    const key = step.slice(2);
    if (!step.startsWith("f:") || !Object.hasOwn(value, key)) continue;
    const keptChild = kept.children.get(step);
    if (keptChild === undefined && (lastChild.member || type.fields.has(key))) {
      delete left[key];
      continue;
    }
    const child = removeUnkept(value[key], lastChild, keptChild ?? noFields, typeAt(type, key));
    if (isBlank(child) && !isBlank(value[key]) && keptChild === undefined) delete left[key];
    else set(left, key, child);
  }
  return left;
}

function removeItems(value: readonly unknown[], last: FieldSet, kept: FieldSet, type: ListType): unknown[] {
  return value.flatMap((item) => {
    const step = storedItemStep(item, type) ?? "";
    const lastChild = last.children.get(step);
    if (lastChild === undefined) return [item];
    const keptChild = kept.children.get(step);
    if (keptChild === undefined && lastChild.member) return [];
    return [removeUnkept(item, lastChild, keptChild ?? noFields, type.items)];
  });
}

function isBlank(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
