import { pruneUnknown } from "../resources/structure.ts";
import { builtinType } from "../schema/definitions.ts";
import type { Type } from "../schema/type.ts";
import { isObject, set } from "../patch/json.ts";

/** A structural schema, as a CustomResourceDefinition gives it.
 *  Source: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema */
export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly default?: unknown;
  readonly nullable?: boolean;
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
  readonly "x-kubernetes-embedded-resource"?: boolean;
}

/** Fills what was left out, in place; a null where none may be counts as left out. */
export function fillDefaults(value: unknown, schema: Schema): void {
  if (Array.isArray(value)) {
    if (schema.items) for (const item of value) fillDefaults(item, schema.items);
    return;
  }
  if (!isObject(value)) return;
  const { properties = {}, additionalProperties } = schema;
  for (const [key, of] of Object.entries(properties)) {
    const isMissing = !Object.hasOwn(value, key) || (value[key] === null && !of.nullable);
    if (isMissing && of.default !== undefined) set(value, key, structuredClone(of.default));
    if (Object.hasOwn(value, key)) fillDefaults(value[key], of);
  }
  if (typeof additionalProperties !== "object") return;
  for (const key of Object.keys(value))
    if (!Object.hasOwn(properties, key)) fillDefaults(value[key], additionalProperties);
}

const known = new WeakMap<Schema, boolean>();

/** Whether there is anything to fill in. */
export function hasDefaults(schema: Schema): boolean {
  const before = known.get(schema);
  if (before !== undefined) return before;
  const { properties = {}, additionalProperties, items } = schema;
  const below = [...Object.values(properties), items, additionalProperties].filter(
    (one): one is Schema => typeof one === "object",
  );
  const has = schema.default !== undefined || below.some(hasDefaults);
  known.set(schema, has);
  return has;
}

/** Takes out, in place, what the schema does not know.
 *  @returns the paths of what was taken: `spec.replcas` */
export function prune(value: unknown, schema: Schema, path = ""): string[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.flatMap((item, i) => prune(item, items, `${path}[${i}]`)) : [];
  }
  return isObject(value) ? pruneObject(value, schema, path) : [];
}

const alwaysKnown: ReadonlySet<string> = new Set(["apiVersion", "kind"]);
/** Of every kind. */
const metadataType = metadataTypeIn(builtinType("", "v1", "ConfigMap"));

function metadataTypeIn(type: Type | undefined): Type {
  const field = type?.kind === "object" ? type.fields.get("metadata") : undefined;
  if (!field) throw new Error("the type of metadata is known");
  return field.type;
}

function pruneObject(value: Record<string, unknown>, schema: Schema, path: string): string[] {
  const { properties = {}, additionalProperties } = schema;
  const isOpen = schema["x-kubernetes-preserve-unknown-fields"] === true || additionalProperties === true;
  const isWhole = path === "" || schema["x-kubernetes-embedded-resource"] === true;
  return Object.keys(value).flatMap((key) => {
    const place = path === "" ? key : `${path}.${key}`;
    if (isWhole && key === "metadata") return pruneUnknown(value[key], metadataType, place);
    if (isWhole && alwaysKnown.has(key)) return [];
    const of = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
    if (typeof of === "object") return prune(value[key], of, place);
    if (isOpen) return [];
    delete value[key];
    return [place];
  });
}
