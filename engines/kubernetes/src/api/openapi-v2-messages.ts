/* OpenAPI 2 as Protocol Buffers, the way programs in Go ask for it.
 * Source: github.com/google/gnostic-models, openapiv2/OpenAPIv2.proto (Apache-2.0): the part that a cluster's document uses. */

type FieldType = "string" | "bool" | "int64" | "double" | Message;

interface Field {
  readonly number: number;
  readonly type: FieldType;
  readonly repeated?: boolean;
}

interface Message {
  readonly fields: Readonly<Record<string, Field>>;
}

const one = (number: number, type: FieldType): Field => ({ number, type });
const many = (number: number, type: FieldType): Field => ({ number, type, repeated: true });

/** Any value, as YAML text; JSON is YAML. */
const any: Message = { fields: { yaml: one(2, "string") } };
const named = (value: Message): Message => ({ fields: { name: one(1, "string"), value: one(2, value) } });
const extensions = (number: number) => many(number, named(any));

const schemaFields: Record<string, Field> = {
  $ref: one(1, "string"),
  format: one(2, "string"),
  title: one(3, "string"),
  description: one(4, "string"),
  default: one(5, any),
  multipleOf: one(6, "double"),
  maximum: one(7, "double"),
  exclusiveMaximum: one(8, "bool"),
  minimum: one(9, "double"),
  exclusiveMinimum: one(10, "bool"),
  maxLength: one(11, "int64"),
  minLength: one(12, "int64"),
  pattern: one(13, "string"),
  maxItems: one(14, "int64"),
  minItems: one(15, "int64"),
  uniqueItems: one(16, "bool"),
  maxProperties: one(17, "int64"),
  minProperties: one(18, "int64"),
  required: many(19, "string"),
  enum: many(20, any),
  type: one(22, { fields: { value: many(1, "string") } }),
  extensions: extensions(31),
};
const schema: Message = { fields: schemaFields };
schemaFields["additionalProperties"] = one(21, {
  fields: { schema: one(1, schema), boolean: one(2, "bool") },
});
schemaFields["items"] = one(23, { fields: { schema: many(1, schema) } });
schemaFields["allOf"] = many(24, schema);
schemaFields["properties"] = one(25, { fields: { named: many(1, named(schema)) } });

const bodyParameter: Message = {
  fields: {
    name: one(2, "string"),
    in: one(3, "string"),
    required: one(4, "bool"),
    schema: one(5, schema),
  },
};
const queryParameter: Message = {
  fields: { in: one(2, "string"), name: one(4, "string"), type: one(6, "string") },
};
const parameter: Message = {
  fields: {
    body: one(1, bodyParameter),
    other: one(2, { fields: { query: one(3, queryParameter) } }),
  },
};
const response: Message = {
  fields: { description: one(1, "string"), schema: one(2, { fields: { schema: one(1, schema) } }) },
};
const operation: Message = {
  fields: {
    produces: many(6, "string"),
    consumes: many(7, "string"),
    parameters: many(8, { fields: { parameter: one(1, parameter) } }),
    responses: one(9, { fields: { byCode: many(1, named({ fields: { response: one(1, response) } })) } }),
    extensions: extensions(13),
  },
};
const pathItem: Message = {
  fields: {
    get: one(2, operation),
    put: one(3, operation),
    post: one(4, operation),
    delete: one(5, operation),
    patch: one(8, operation),
  },
};

export const documentMessage: Message = {
  fields: {
    swagger: one(1, "string"),
    info: one(2, { fields: { title: one(1, "string"), version: one(2, "string") } }),
    paths: one(8, { fields: { paths: many(2, named(pathItem)) } }),
    definitions: one(9, { fields: { named: many(1, named(schema)) } }),
  },
};
