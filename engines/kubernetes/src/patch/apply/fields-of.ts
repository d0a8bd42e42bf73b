import type { ListType, ObjectType, Type } from "../../schema/type.ts";
import { ApiError } from "../../status.ts";
import { isObject, kindOf, requireDepth } from "../json.ts";
import { FieldSetBuilder } from "./fields.ts";
import type { FieldSet } from "./fields.ts";
import { isGranularList, isGranularObject, typeAt } from "./granular.ts";
import { fieldStep, itemStep, pathText } from "./step.ts";
import type { Step } from "./step.ts";

/** The fields that an object sets: each field of an object, each item of a list that has keys or is a set; what is
 *  atomic, or of a type nothing is known of, as a whole.
 *  @throws ApiError BadRequest when the value is not of the type, with the path */
export function fieldsOf(value: unknown, type: Type): FieldSet {
  requireDepth(value, "object");
  const found = new FieldSetBuilder();
  collect(value, type, [], found);
  return found.set;
}

/** `path` is one list that grows and shrinks with the walk. */
function collect(value: unknown, type: Type, path: Step[], found: FieldSetBuilder): void {
  if (value === null) found.insert(path);
  else if (isGranularObject(type)) collectFields(value, type, path, found);
  else if (isGranularList(type)) collectItems(value, type, path, found);
  else {
    requireKind(value, type, path);
    found.insert(path);
  }
}

function collectFields(value: unknown, type: ObjectType, path: Step[], found: FieldSetBuilder): void {
  if (!isObject(value)) throw mistyped(value, "map", path);
  const entries = Object.entries(value);
  if (entries.length === 0) found.insert(path);
  for (const [key, child] of entries) {
    path.push(fieldStep(key));
    const isNamed = type.fields.has(key);
    if (!isNamed && type.additional === undefined) throw bad(path, "field not declared in schema");
    collect(child, typeAt(type, key), path, found);
    // The keys of a map come and go with their owners; named fields are there when something in them is.
    if (!isNamed) found.insert(path);
    path.pop();
  }
}

function collectItems(value: unknown, type: ListType, path: Step[], found: FieldSetBuilder): void {
  if (!Array.isArray(value)) throw mistyped(value, "list", path);
  // A list that is applied empty is its manager's, for it has no items to be.
  if (value.length === 0) found.insert(path);
  const steps = new Set<Step>();
  for (const item of value) {
    const step = stepTo(item, type, path);
    if (steps.has(step)) throw bad(path, `duplicate entries for key ${pathText([step])}`);
    steps.add(step);
    path.push(step);
    collect(item, type.items, path, found);
    found.insert(path);
    path.pop();
  }
}

function stepTo(item: unknown, type: ListType, path: readonly Step[]): Step {
  try {
    return itemStep(item, type);
  } catch (error) {
    throw error instanceof ApiError ? bad(path, error.message) : error;
  }
}

function requireKind(value: unknown, type: Type, path: readonly Step[]): void {
  if (type.kind === "list" && !Array.isArray(value)) throw mistyped(value, "list", path);
  if (type.kind === "object" && !isObject(value)) throw mistyped(value, "map", path);
  if (type.kind === "scalar" && typeof value === "object") throw mistyped(value, type.scalar, path);
}

function mistyped(value: unknown, expected: string, path: readonly Step[]): ApiError {
  return bad(path, `expected ${expected}, got ${kindOf(value)}`);
}

function bad(path: readonly Step[], why: string): ApiError {
  return new ApiError("BadRequest", path.length === 0 ? why : `${pathText(path)}: ${why}`);
}
