import { describe, expect, test } from "vitest";
import { z } from "zod";
import { openApiDocument } from "./openapi.ts";
import { operation } from "./operation.ts";

const rename = operation({
  name: "thing.rename",
  method: "PUT",
  path: "/api/things/{id}",
  summary: { en: "Rename a thing", ko: "이름 바꾸기" },
  input: z.object({ id: z.string(), name: z.string(), force: z.boolean().default(false) }),
  output: z.object({ name: z.string() }),
  permission: "platform:write",
  effect: "write",
});
const find = operation({
  ...rename,
  name: "thing.find",
  method: "GET",
  path: "/api/things",
  input: z.object({ limit: z.number().default(10), name: z.string() }),
  permission: "public",
  effect: "read",
});
const document = openApiDocument([rename, find], "1.0.0");

/** The parts of a document that tools rely on. Source: OpenAPI Specification 3.1.1 */
const shape = z.object({
  openapi: z.literal("3.1.0"),
  info: z.object({ title: z.string(), version: z.string() }),
  paths: z.record(
    z.string().startsWith("/"),
    z.partialRecord(
      z.enum(["get", "put", "post", "delete", "patch"]),
      z.object({
        operationId: z.string(),
        summary: z.string().min(1),
        "x-summary-ko": z.string().min(1),
        parameters: z.array(
          z.object({
            name: z.string(),
            in: z.enum(["path", "query"]),
            required: z.boolean(),
            schema: z.object({}),
          }),
        ),
        responses: z.object({
          200: z.object({ description: z.string() }),
          default: z.object({ description: z.string() }),
        }),
      }),
    ),
  ),
});

describe("the document", () => {
  test("has the shape of OpenAPI 3.1", () => {
    expect(shape.safeParse(document).error).toBeUndefined();
  });
  test("takes fields from the path, the query string or the body", () => {
    expect(document).toMatchObject({
      paths: {
        "/api/things/{id}": {
          put: {
            parameters: [{ name: "id", in: "path", required: true }],
            requestBody: { content: { "application/json": { schema: { required: ["name"] } } } },
          },
        },
        "/api/things": {
          get: {
            parameters: [
              { name: "limit", in: "query", required: false, schema: { default: 10 } },
              { name: "name", in: "query", required: true },
            ],
            security: [],
          },
        },
      },
    });
  });
});
