import { z } from "zod";
import { bytes, type Operation } from "./operation.ts";

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of the operations. `x-summary-ko` is the summary in Korean, `x-permission` what the
 *  caller must be allowed to do. Source: https://spec.openapis.org/oas/v3.1.1.html */
export function openApiDocument(operations: readonly Operation[], version: string): Json {
  const byPath = Map.groupBy(operations, (operation) => operation.path);
  const paths = [...byPath].map(([path, sharing]) => [
    path,
    Object.fromEntries(sharing.map((operation) => [operation.method.toLowerCase(), describe(operation)])),
  ]);
  return {
    openapi: "3.1.0",
    info: { title: "Naru", version, license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    paths: Object.fromEntries(paths),
    components: {
      schemas: { Error: errorSchema },
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer" },
        session: { type: "apiKey", in: "cookie", name: "naru_session" },
      },
    },
  };
}

const errorSchema = z.toJSONSchema(z.object({ code: z.string(), message: z.string(), help: z.string() }));
const json = (schema: unknown) => ({ "application/json": { schema } });

function describe(operation: Operation): Json {
  const input = z.toJSONSchema(operation.input, { io: "input" });
  const inPath = new Set([...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ""));
  const properties = Object.entries(input.properties ?? {});
  const required = new Set(input.required);
  const inBody = operation.method !== "GET" && operation.method !== "DELETE";
  const parameters = properties
    .filter(([name]) => inPath.has(name) || !inBody)
    .map(([name, schema]) => ({
      name,
      in: inPath.has(name) ? "path" : "query",
      required: inPath.has(name) || required.has(name),
      schema,
    }));
  return {
    operationId: operation.name,
    summary: operation.summary.en,
    "x-summary-ko": operation.summary.ko,
    "x-permission": operation.permission,
    tags: [operation.name.split(".")[0]],
    security: operation.permission === "public" ? [] : [{ bearer: [] }, { session: [] }],
    parameters,
    ...(inBody && { requestBody: { required: true, content: json(bodySchema(input, inPath)) } }),
    responses: {
      200: { description: "Done", content: contentOf(operation.output) },
      default: { description: "Failed", content: json({ $ref: "#/components/schemas/Error" }) },
    },
  };
}

const contentOf = (output: z.ZodType) =>
  output === bytes
    ? { "application/octet-stream": { schema: { type: "string", format: "binary" } } }
    : json(z.toJSONSchema(output));

function bodySchema(input: z.core.JSONSchema.BaseSchema, inPath: ReadonlySet<string>): Json {
  const properties = Object.entries(input.properties ?? {}).filter(([name]) => !inPath.has(name));
  const required = (input.required ?? []).filter((name) => !inPath.has(name));
  return { type: "object", properties: Object.fromEntries(properties), required };
}
