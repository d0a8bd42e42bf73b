import { encode } from "@naru/otlp";
import { documentMessage } from "./openapi-v2-messages.ts";
import type { Json, OpenApiV2, OperationV2 } from "./openapi-v2.ts";

/** What kubectl and client-go ask `/openapi/v2` for, and what it is called in an answer, where no "@" is permitted. */
export const openApiV2Accepted = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
export const openApiV2Type = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

const made = new WeakMap<OpenApiV2, Buffer>();

/** The document with the same content, in the message of `openapi-v2-messages.ts`; made once. */
export function openApiV2Protobuf(document: OpenApiV2): Buffer {
  const known = made.get(document) ?? encoded(document);
  made.set(document, known);
  return known;
}

function encoded({ swagger, info, paths, definitions }: OpenApiV2): Buffer {
  return encode(documentMessage, {
    swagger,
    info,
    paths: {
      paths: Object.entries(paths).map(([name, item]) => ({ name, value: mapped(item, operationOf) })),
    },
    definitions: { named: namedSchemas(definitions) },
  });
}

function operationOf({ produces, consumes = [], parameters = [], responses, ...rest }: OperationV2): object {
  return {
    produces,
    consumes,
    parameters: parameters.map((parameter) => ({
      parameter:
        "schema" in parameter
          ? { body: { ...parameter, schema: schemaOf(parameter.schema) } }
          : { other: { query: parameter } },
    })),
    responses: {
      byCode: Object.entries(responses).map(([name, { description, schema }]) => ({
        name,
        value: { response: { description, schema: { schema: schemaOf(schema) } } },
      })),
    },
    extensions: extensionsOf(rest),
  };
}

function schemaOf(schema: Json): object {
  const {
    type,
    items,
    properties,
    additionalProperties,
    allOf,
    default: usual,
    enum: values,
    ...rest
  } = schema;
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([key]) => !key.startsWith("x-"))),
    ...(type !== undefined && { type: { value: [type].flat() } }),
    ...(items !== undefined && { items: { schema: [schemaOf(items as Json)] } }),
    ...(properties !== undefined && { properties: { named: namedSchemas(properties as Json) } }),
    ...(additionalProperties !== undefined && { additionalProperties: moreOf(additionalProperties) }),
    ...(allOf !== undefined && { allOf: (allOf as Json[]).map(schemaOf) }),
    ...(usual !== undefined && { default: anyOf(usual) }),
    ...(values !== undefined && { enum: (values as unknown[]).map(anyOf) }),
    extensions: extensionsOf(rest),
  };
}

const moreOf = (more: unknown) =>
  typeof more === "boolean" ? { boolean: more } : { schema: schemaOf(more as Json) };

const namedSchemas = (schemas: Json) =>
  Object.entries(schemas).map(([name, schema]) => ({ name, value: schemaOf(schema as Json) }));

const extensionsOf = (object: Json) =>
  Object.entries(object)
    .filter(([name]) => name.startsWith("x-"))
    .map(([name, value]) => ({ name, value: anyOf(value) }));

const anyOf = (value: unknown) => ({ yaml: JSON.stringify(value) });

const mapped = <From, To>(record: Readonly<Record<string, From>>, map: (from: From) => To) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
