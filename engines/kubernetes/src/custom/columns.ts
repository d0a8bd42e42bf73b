import type { KubeObject } from "../object.ts";
import { isObject, textOf } from "../patch/json.ts";
import { age } from "../resources/duration.ts";
import type { Column } from "../resources/resource.ts";
import type { PrinterColumn } from "./resource.ts";

const types: ReadonlySet<string> = new Set(["string", "integer", "number", "boolean", "date"]);

/** A column as a CustomResourceDefinition describes it. */
export function columnOf({ name, type, jsonPath, description, priority }: PrinterColumn): Column {
  const steps = stepsOf(jsonPath);
  return {
    name,
    type: types.has(type) ? (type as Column["type"]) : "string",
    ...(description !== undefined && { description }),
    ...(priority !== undefined && { priority }),
    cell: (object, now) => cellOf(valuesAt(object, steps), type, now),
  };
}

function cellOf(values: readonly unknown[], type: string, now: number): string | number | boolean | null {
  const [first] = values;
  if (first === undefined || first === null) return null;
  if (type === "date") return age(first, now);
  if (typeof first === "number" || typeof first === "boolean") return first;
  return values.map(textOf).join(",");
}

/** One step into a value: a field, an item by its number, all items, or those with a field of some value. */
type Step = string | number | typeof every | { readonly field: string; readonly equals: string };
const every = Symbol("every item");

/** `.spec.conditions[?(@.type=="Ready")].status`, `.spec.items[0]`, `.metadata.labels.app\.kubernetes\.io/name`. What
 *  is beyond these leads nowhere. Source: https://kubernetes.io/docs/reference/kubectl/jsonpath/ */
function stepsOf(path: string): Step[] {
  const parts = path.matchAll(
    /\.((?:\\.|[^.[\]\\])+)|\[(\d+)\]|\[(\*)\]|\[['"]([^'"]+)['"]\]|\[\?\(@\.([\w.]+)\s*==\s*["']([^"']*)["']\)\]/g,
  );
  return [...parts].map(([, field, index, all, quoted, key, equals]) => {
    if (field !== undefined) return field.replaceAll("\\", "");
    if (index !== undefined) return Number(index);
    if (all !== undefined) return every;
    return quoted ?? { field: key ?? "", equals: equals ?? "" };
  });
}

function valuesAt(object: KubeObject, steps: readonly Step[]): unknown[] {
  return steps.reduce<unknown[]>(
    (values, step) => values.flatMap((value) => stepInto(value, step)),
    [object],
  );
}

function stepInto(value: unknown, step: Step): unknown[] {
  if (Array.isArray(value)) {
    if (step === every) return value;
    if (typeof step === "number") return step < value.length ? [value[step]] : [];
    if (typeof step === "object") {
      return value.filter((item) => isObject(item) && textOf(item[step.field]) === step.equals);
    }
    return [];
  }
  return isObject(value) && typeof step === "string" && Object.hasOwn(value, step) ? [value[step]] : [];
}
