import type { ListType, ObjectType, Type } from "../../schema/type.ts";
import { get, isObject, set } from "../json.ts";
import type { JsonObject } from "../json.ts";
import { isGranularList, isGranularObject, typeAt } from "./granular.ts";
import { storedItemStep } from "./step.ts";
import type { Step } from "./step.ts";

/** The live value with what is applied laid over it: fields and items that have owners of their own merge, all else
 *  is replaced.
 *  @returns undefined when the applied value is null: it asks for nothing to be there */
export function merge(live: unknown, applied: unknown, type: Type): unknown {
  if (applied === undefined) return live;
  if (applied === null) return undefined;
  if (isGranularObject(type) && isObject(applied)) {
    return mergeObjects(isObject(live) ? live : {}, applied, type);
  }
  if (isGranularList(type) && Array.isArray(applied)) {
    return mergeLists(Array.isArray(live) ? live : [], applied, type);
  }
  return type.kind === "any" ? applied : withoutNulls(applied);
}

function mergeObjects(live: JsonObject, applied: JsonObject, type: ObjectType): JsonObject {
  const merged = { ...live };
  for (const [key, value] of Object.entries(applied)) {
    const child = merge(get(live, key), value, typeAt(type, key));
    if (child === undefined) delete merged[key];
    else set(merged, key, child);
  }
  return merged;
}

/** Applied items keep their order, and live ones that nobody applies keep theirs; these come first where the two
 *  meet. Of live items with one key, which is one too many, the first is merged with and the others go. */
function mergeLists(live: readonly unknown[], applied: readonly unknown[], type: ListType): unknown[] {
  const liveSteps = live.map((item) => storedItemStep(item, type));
  const appliedSteps = applied.map((item) => storedItemStep(item, type));
  const isApplied = new Set(appliedSteps);
  const liveItems = firstByStep(live, liveSteps);
  const shared = appliedSteps.filter((step) => step !== undefined && liveItems.has(step));
  const merged: unknown[] = [];
  let next = 0;
  let nextShared = 0;
  for (const [index, item] of applied.entries()) {
    const step = appliedSteps[index];
    takeLiveBefore(step);
    if (step === shared[nextShared]) nextShared++;
    merged.push(merge(step === undefined ? undefined : liveItems.get(step), item, type.items));
  }
  takeLiveBefore(undefined);
  return merged;

  function takeLiveBefore(step: Step | undefined): void {
    for (; next < live.length; next++) {
      const liveStep = liveSteps[next];
      if (liveStep === undefined || !isApplied.has(liveStep)) merged.push(live[next]);
      else if (step !== undefined && step !== liveStep && liveStep === shared[nextShared]) return;
      else if (liveStep === step) {
        next++;
        return;
      }
    }
  }
}

function firstByStep(items: readonly unknown[], steps: readonly (Step | undefined)[]): Map<Step, unknown> {
  const first = new Map<Step, unknown>();
  for (const [index, step] of steps.entries()) {
    if (step !== undefined && !first.has(step)) first.set(step, items[index]);
  }
  return first;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, child]) => child !== null);
  return Object.fromEntries(entries.map(([key, child]) => [key, withoutNulls(child)]));
}
