import { expect, test } from "vitest";
import { openApiDocument } from "#kernel/openapi.ts";
import { identityOperations } from "#identity/api.ts";
import { queryOperations } from "#telemetry/query/api.ts";
import { query, type QueryOptions } from "#telemetry/query/index.ts";

const named = (operations: readonly { readonly name: string }[]) =>
  operations.map((each) => each.name).toSorted();

test("every query that is declared is answered", () => {
  const { operations = [] } = query({} as QueryOptions);
  expect(named(operations.map((handler) => handler.operation))).toEqual(named(queryOperations));
});

test("every operation is in the OpenAPI document, under its own method and path", () => {
  const all = [...identityOperations, ...queryOperations];
  const { paths } = openApiDocument(all, "1.0.0") as {
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  const described = Object.values(paths).flatMap((methods) => Object.values(methods));
  expect(described.map((each) => each.operationId).toSorted()).toEqual(named(all));
});
