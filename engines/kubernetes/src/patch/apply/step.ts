import type { ListType } from "../../schema/type.ts";
import { ApiError } from "../../status.ts";
import { get, isObject, kindOf } from "../json.ts";

/** One step of a path as `fieldsV1` writes it: `f:spec`, `k:{"name":"web"}`, `v:"web"`, `i:0`; the fields of a key
 *  are sorted, so that equal steps are equal texts. */
export type Step = string;

export function fieldStep(name: string): Step {
  return `f:${name}`;
}

/** The step that leads to an item of a list whose items have owners of their own.
 *  @throws ApiError BadRequest when the item does not tell itself apart from others */
export function itemStep(item: unknown, list: ListType): Step {
  if (list.listType !== "map") {
    if (typeof item === "object") throw bad(`expected a plain value in a set, got ${kindOf(item)}`);
    return `v:${JSON.stringify(item)}`;
  }
  if (!isObject(item)) throw bad(`expected a list of objects, found ${kindOf(item)} in it`);
  return keyStep(list.keys.map((key) => [key, get(item, key) ?? keyDefault(list, key)]));
}

/** The step of an item that is stored already; undefined when it does not tell itself apart. */
export function storedItemStep(item: unknown, list: ListType): Step | undefined {
  try {
    return itemStep(item, list);
  } catch {
    return undefined;
  }
}

function keyStep(fields: readonly (readonly [string, unknown])[]): Step {
  const sorted = fields.length > 1 ? fields.toSorted(([a], [b]) => (a < b ? -1 : Number(a > b))) : fields;
  return `k:{${sorted.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(",")}}`;
}

function keyDefault(list: ListType, key: string): unknown {
  const field = list.items.kind === "object" ? list.items.fields.get(key) : undefined;
  const value = field?.defaultValue ?? unpublishedDefaults[key];
  if (value !== undefined) return value;
  throw bad(
    `the list has an item that omits key field ${JSON.stringify(key)} (and doesn't have default value)`,
  );
}

/** The published OpenAPI document leaves out the default that ports have for this key. */
const unpublishedDefaults: Readonly<Record<string, unknown>> = { protocol: "TCP" };

/** The same step in the one way of writing it.
 *  @throws ApiError BadRequest */
export function canonicalStep(text: string): Step {
  const rest = text.slice(2);
  if (text.startsWith("f:")) return text;
  if (text.startsWith("i:") && /^-?[0-9]+$/.test(rest)) return text;
  if (text.startsWith("v:")) return `v:${JSON.stringify(parse(rest, text))}`;
  const key = text.startsWith("k:") ? parse(rest, text) : undefined;
  if (isObject(key)) return keyStep(Object.entries(key));
  throw unreadable(text);
}

function parse(json: string, step: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw unreadable(step);
  }
}

function unreadable(step: string): ApiError {
  return bad(`fieldsV1: ${JSON.stringify(step)} is not a path element`);
}

function bad(message: string): ApiError {
  return new ApiError("BadRequest", message);
}

/** A path as people read it: `.spec.template.spec.containers[name="web"].image`. */
export function pathText(path: readonly Step[]): string {
  return path.map(stepText).join("");
}

function stepText(step: Step): string {
  const rest = step.slice(2);
  if (step.startsWith("f:")) return `.${rest}`;
  if (step.startsWith("v:")) return `[=${rest}]`;
  if (step.startsWith("i:")) return `[${rest}]`;
  const fields = Object.entries(JSON.parse(rest) as object);
  return `[${fields.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(",")}]`;
}
