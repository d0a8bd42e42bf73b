import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Field, ListType, ObjectType, ScalarType, Type } from "./type.ts";

/** A type as an OpenAPI document has it. */
export interface Definition {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Definition>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Definition | boolean;
  readonly items?: Definition;
  readonly "x-kubernetes-list-type"?: "atomic" | "set" | "map";
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
  readonly "x-kubernetes-map-type"?: "atomic" | "granular";
  readonly "x-kubernetes-patch-strategy"?: string;
  readonly "x-kubernetes-patch-merge-key"?: string;
  readonly "x-kubernetes-int-or-string"?: boolean;
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
  readonly "x-kubernetes-group-version-kind"?: readonly { group: string; version: string; kind: string }[];
}

interface Document {
  /** The Kubernetes release that the types are of: `1.36.3`. */
  readonly version: string;
  readonly definitions: Readonly<Record<string, Definition>>;
  readonly messages: Readonly<Record<string, readonly MessageField[]>>;
}

/** A field of a Protocol Buffers message: its number, its name in JSON, its type. Before the type: `[]` when it is
 *  repeated, `{}` for a map from text, `&` for a message whose fields stand in its parent's place. */
type MessageField = readonly [number: number, name: string, type: string];

const file = new URL("../../schema/definitions.json.gz", import.meta.url);
const document: Document = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8"));
export const { version: kubernetesVersion, definitions, messages } = document;

const nameOfKind = new Map(
  Object.entries(definitions).flatMap(([name, definition]) =>
    (definition["x-kubernetes-group-version-kind"] ?? []).map(
      ({ group, version, kind }) => [`${group}/${version}/${kind}`, name] as const,
    ),
  ),
);
const types = new Map<string, Type>();

/** What a built-in kind is called in `definitions` and `messages`. */
export const builtinName = (group: string, version: string, kind: string) =>
  nameOfKind.get(`${group}/${version}/${kind}`);

/** The type of a built-in kind; undefined when this engine does not know it. */
export function builtinType(group: string, version: string, kind: string): Type | undefined {
  const name = builtinName(group, version, kind);
  return name === undefined ? undefined : typeOfName(name);
}

function typeOfName(name: string): Type {
  const known = types.get(name);
  if (known !== undefined) return known;
  const definition = definitions[name] ?? {};
  const special = specialTypes[name];
  if (special !== undefined || definition.properties === undefined) {
    const type = special ?? typeOf(definition);
    types.set(name, type);
    return type;
  }
  // Known before its fields are read: types may contain themselves.
  const fields = new Map<string, Field>();
  const type: ObjectType = { ...frameOf(definition), fields };
  types.set(name, type);
  addFields(fields, definition);
  return type;
}

const any = { kind: "any" } as const;
const scalar = (scalar: ScalarType["scalar"]): ScalarType => ({ kind: "scalar", scalar });
const apimachinery = "io.k8s.apimachinery.pkg.";
const specialTypes: Readonly<Record<string, Type>> = {
  [`${apimachinery}api.resource.Quantity`]: scalar("quantity"),
  [`${apimachinery}util.intstr.IntOrString`]: scalar("int-or-string"),
  [`${apimachinery}apis.meta.v1.FieldsV1`]: any,
  [`${apimachinery}runtime.RawExtension`]: any,
};

/** The type that an OpenAPI schema describes; of a custom resource's schema too.
 *  Source: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/ */
export function typeOf(definition: Definition): Type {
  const { $ref, type } = definition;
  if ($ref !== undefined) return typeOfName($ref.slice("#/definitions/".length));
  if (definition["x-kubernetes-int-or-string"] || definition.format === "int-or-string") {
    return scalar("int-or-string");
  }
  if (type === "array") return listType(definition);
  if (type === "string") return scalar(stringFormats[definition.format ?? ""] ?? "string");
  if (type === "integer" || type === "number" || type === "boolean") return scalar(type);
  const isOpen = definition["x-kubernetes-preserve-unknown-fields"] === true;
  if (definition.properties === undefined && (isOpen || definition.additionalProperties === undefined)) {
    return any;
  }
  return objectType(definition);
}

const stringFormats: Readonly<Record<string, ScalarType["scalar"]>> = { byte: "bytes", "date-time": "time" };

function listType(definition: Definition): ListType {
  return {
    kind: "list",
    items: definition.items === undefined ? any : typeOf(definition.items),
    listType: definition["x-kubernetes-list-type"] ?? "atomic",
    keys: definition["x-kubernetes-list-map-keys"] ?? [],
  };
}

function objectType(definition: Definition): ObjectType {
  const fields = new Map<string, Field>();
  addFields(fields, definition);
  return { ...frameOf(definition), fields };
}

function addFields(fields: Map<string, Field>, { properties = {} }: Definition): void {
  for (const [name, field] of Object.entries(properties)) fields.set(name, fieldOf(field));
}

function frameOf(definition: Definition): Omit<ObjectType, "fields"> {
  const { additionalProperties, required = [] } = definition;
  const isOpen = definition["x-kubernetes-preserve-unknown-fields"] === true || additionalProperties === true;
  const additional = typeof additionalProperties === "object" ? typeOf(additionalProperties) : undefined;
  return {
    kind: "object",
    required,
    additional: additional ?? (isOpen ? any : undefined),
    atomic: definition["x-kubernetes-map-type"] === "atomic",
  };
}

function fieldOf(definition: Definition): Field {
  const strategies = definition["x-kubernetes-patch-strategy"]?.split(",") ?? [];
  return {
    type: typeOf(definition),
    description: definition.description ?? "",
    ...("default" in definition && { defaultValue: definition.default }),
    patchStrategy: new Set(strategies as ("merge" | "replace" | "retainKeys")[]),
    patchMergeKey: definition["x-kubernetes-patch-merge-key"],
  };
}
