import { definitions } from "../schema/definitions.ts";

/* Schemas of kinds that a CustomResourceDefinition declares, as OpenAPI documents show them.
 * Source: k8s.io/apiextensions-apiserver/pkg/controller/openapi/builder */

type Json = Readonly<Record<string, unknown>>;

export const objectMeta = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

const { apiVersion, kind, metadata } = definitions["io.k8s.api.core.v1.ConfigMap"]?.properties ?? {};

/** What every object has, in the words of the built-in kinds. */
const common: Json = {
  apiVersion,
  kind,
  metadata: {
    description: metadata?.description ?? "",
    allOf: [{ $ref: `#/components/schemas/${objectMeta}` }],
  },
};

/** With what every object has; without a schema it is any object, of which nothing more is said. */
export function customSchema(schema: unknown): Json {
  if (!isJson(schema) || Object.keys(schema).length === 0) return { type: "object" };
  return { ...schema, properties: { ...propertiesOf(schema), ...common } };
}

/** Objects within objects have it too. */
function propertiesOf({ properties }: Json): Json {
  return Object.fromEntries(
    Object.entries(isJson(properties) ? properties : {}).map(([name, each]) => [name, embedded(each)]),
  );
}

function embedded(schema: unknown): unknown {
  if (!isJson(schema)) return schema;
  const { properties, items, additionalProperties } = schema;
  const isWhole = schema["x-kubernetes-embedded-resource"] === true;
  return {
    ...schema,
    ...((properties !== undefined || isWhole) && {
      properties: { ...propertiesOf(schema), ...(isWhole && common) },
    }),
    ...(items !== undefined && { items: embedded(items) }),
    ...(additionalProperties !== undefined && { additionalProperties: embedded(additionalProperties) }),
  };
}

/** For programs from before OpenAPI 3, which refuse every field that a schema does not name: where others are kept, none is
 *  named. */
export function loosened(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(loosened);
  if (!isJson(schema)) return schema;
  const isOpen = schema["x-kubernetes-preserve-unknown-fields"] === true;
  const { properties: _, required: __, ...rest } = schema;
  const kept = isOpen ? rest : schema;
  return Object.fromEntries(Object.entries(kept).map(([key, value]) => [key, loosened(value)]));
}

const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
