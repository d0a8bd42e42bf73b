import type { ListType, ObjectType, Type } from "../../schema/type.ts";
import { equal, get, isObject, requireDepth } from "../json.ts";
import type { JsonObject } from "../json.ts";
import { FieldSetBuilder } from "./fields.ts";
import type { FieldSet } from "./fields.ts";
import { isGranularList, isGranularObject, typeAt } from "./granular.ts";
import { fieldStep, storedItemStep } from "./step.ts";
import type { Step } from "./step.ts";

export interface Changes {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

/** The paths at which two objects differ. Order in lists that have keys, and null in the place of nothing, are no
 *  difference. Whatever the objects hold is compared; neither needs to be of the type. */
export function changed(before: unknown, after: unknown, type: Type): Changes {
  requireDepth(before, "object");
  requireDepth(after, "object");
  const walk = new Comparison();
  walk.compare(before, after, type);
  return { added: walk.added.set, modified: walk.modified.set, removed: walk.removed.set };
}

class Comparison {
  readonly added = new FieldSetBuilder();
  readonly modified = new FieldSetBuilder();
  readonly removed = new FieldSetBuilder();
  readonly #path: Step[] = [];

  compare(before: unknown, after: unknown, type: Type, isRequired = false): void {
    const was = before ?? undefined;
    const is = after ?? undefined;
    if (was === is) return;
    if (isGranularObject(type) && mayBeObject(was) && mayBeObject(is)) this.#compareObjects(was, is, type);
    else if (isGranularList(type) && mayBeList(was) && mayBeList(is)) {
      this.#compareLists(was, is, type, isRequired);
    } else this.#compareWhole(was, is);
  }

  #compareWhole(before: unknown, after: unknown): void {
    if (before === undefined) this.added.insert(this.#path);
    else if (after === undefined) this.removed.insert(this.#path);
    else if (!equal(before, after)) this.modified.insert(this.#path);
  }

  #compareObjects(before: JsonObject | undefined, after: JsonObject | undefined, type: ObjectType): void {
    if (after === undefined) this.removed.insert(this.#path);
    // Of an object with named fields only what is in it has owners, as long as something is.
    else if (before === undefined && (type.fields.size === 0 || Object.keys(after).length === 0)) {
      this.added.insert(this.#path);
    }
    for (const key of new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])) {
      this.#path.push(fieldStep(key));
      const isRequired = type.required.includes(key);
      this.compare(get(before ?? {}, key), get(after ?? {}, key), typeAt(type, key), isRequired);
      this.#path.pop();
    }
  }

  #compareLists(
    before: readonly unknown[] | undefined,
    after: readonly unknown[] | undefined,
    type: ListType,
    isRequired: boolean,
  ): void {
    const was = itemsByStep(before ?? [], type);
    const is = itemsByStep(after ?? [], type);
    if (was === undefined || is === undefined) return this.#compareWhole(before, after);
    if (after === undefined) this.removed.insert(this.#path);
    else if (before === undefined && !isRequired) this.added.insert(this.#path);
    for (const step of new Set([...was.keys(), ...is.keys()])) {
      this.#path.push(step);
      this.#compareItems(was.get(step) ?? [], is.get(step) ?? [], type.items);
      this.#path.pop();
    }
  }

  /** Items under one step; more than one only where an object breaks its own rule. */
  #compareItems(before: readonly unknown[], after: readonly unknown[], type: Type): void {
    if (before.length === 0) this.added.insert(this.#path);
    if (after.length === 0) this.removed.insert(this.#path);
    if (before.length <= 1 && after.length <= 1) this.compare(before[0], after[0], type);
    else if (!equal(before, after)) this.modified.insert(this.#path);
  }
}

function itemsByStep(list: readonly unknown[], type: ListType): Map<Step, unknown[]> | undefined {
  const items = new Map<Step, unknown[]>();
  for (const item of list) {
    const step = storedItemStep(item, type);
    if (step === undefined) return undefined;
    const same = items.get(step);
    if (same === undefined) items.set(step, [item]);
    else same.push(item);
  }
  return items;
}

function mayBeObject(value: unknown): value is JsonObject | undefined {
  return value === undefined || isObject(value);
}

function mayBeList(value: unknown): value is readonly unknown[] | undefined {
  return value === undefined || Array.isArray(value);
}
