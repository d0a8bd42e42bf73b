import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { at, attributes, bytes, type Fixture, id, openFixture } from "#telemetry/query/fixture.ts";
import { getStatement, repeatedStatements, topStatements } from "../api.ts";
import { apm } from "../index.ts";

const ms = 1e6;
const entry = (trace: number, took: number) => ({
  trace_id: bytes(id(trace, 32)),
  span_id: bytes(id(trace, 16)),
  start_time: at(-120_000),
  duration: took * ms,
  inner: 0,
  kind: 2,
  service: "order",
  name: "GET /orders",
});
let next = 1000;
const run = (
  trace: number,
  query: string,
  took: number,
  { status = 0, service = "order", rows = 1 } = {},
) => ({
  trace_id: bytes(id(trace, 32)),
  span_id: bytes(id(next++, 16)),
  parent_span_id: bytes(id(trace, 16)),
  start_time: at(-119_000),
  duration: took * ms,
  inner: 1,
  kind: 3,
  status,
  service,
  name: "SELECT shop",
  ...attributes({
    "db.system.name": "postgresql",
    "db.namespace": "shop",
    "db.query.text": query,
    "db.response.returned_rows": rows,
    "code.file.path": "/srv/orders.ts",
    "code.line.number": 42,
  }),
});

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture(apm);
  await fixture.insert("spans", [
    entry(1, 200),
    entry(2, 50),
    run(1, "SELECT * FROM orders WHERE owner = 'ann'", 30, { rows: 12 }),
    run(2, "SELECT * FROM orders WHERE owner = 'bob'", 10, { rows: 3 }),
    ...Array.from({ length: 12 }, (_, i) => run(1, `SELECT * FROM items WHERE order_id = ${i}`, 10)),
    run(2, "DELETE FROM carts WHERE id = 9", 5, { status: 2 }),
    run(2, "SELECT now()", 1, { service: "cart" }),
  ]);
});
afterAll(() => fixture.close());

const items = "SELECT * FROM items WHERE order_id = ?";

test("statements are counted without their values, what takes most time first", async () => {
  const { statements } = await fixture.call(topStatements, {});
  expect(
    statements.map(({ statement, requests, errors, rows, totalNano }) => [
      statement,
      requests,
      errors,
      rows,
      totalNano / ms,
    ]),
  ).toEqual([
    [items, 12, 0, 12, 120],
    ["SELECT * FROM orders WHERE owner = ?", 2, 0, 15, 40],
    ["DELETE FROM carts WHERE id = ?", 1, 1, 1, 5],
    ["SELECT now()", 1, 0, 1, 1],
  ]);
  expect(statements[0]?.trend.reduce((a, b) => a + b)).toBe(12);
});

test.each([
  ["requests", 1, items],
  ["errors", 1, "DELETE FROM carts WHERE id = ?"],
  ["p95", 1, "SELECT * FROM orders WHERE owner = ?"],
] as const)("by %s, the first %d", async (order, limit, expected) => {
  const { statements } = await fixture.call(topStatements, { order, limit });
  expect(statements.map(({ statement }) => statement)).toEqual([expected]);
});

test("of one service", async () => {
  const { statements } = await fixture.call(topStatements, { service: "cart" });
  expect(statements.map(({ statement }) => statement)).toEqual(["SELECT now()"]);
});

test("a statement that one transaction runs again and again is named, with the transaction", async () => {
  const { repeated, sampling } = await fixture.call(repeatedStatements, {});
  expect(sampling).toBe(1);
  expect(repeated).toMatchObject([
    {
      statement: items,
      service: "order",
      transaction: "GET /orders",
      transactions: 1,
      median: 12,
      most: 12,
      share: 0.6,
      traceId: id(1, 32),
    },
  ]);
  expect((await fixture.call(repeatedStatements, { least: 13 })).repeated).toEqual([]);
});

describe("one statement", () => {
  test("is told with who runs it and its slowest runs, values masked", async () => {
    const { statements } = await fixture.call(topStatements, {});
    const orders = statements.find(({ statement }) => statement.includes("orders"));
    const found = await fixture.call(getStatement, { statementId: orders?.statementId ?? "" });
    expect(found.statement).toMatchObject({ requests: 2, system: "postgresql", namespace: "shop" });
    expect(found.callers).toEqual([
      { service: "order", transaction: "GET /orders", calls: 2, totalNano: 40 * ms },
    ]);
    expect(
      found.slowest.map(({ durationNano, masked, code, traceId }) => [
        durationNano / ms,
        masked,
        code,
        traceId,
      ]),
    ).toEqual([
      [30, "SELECT * FROM orders WHERE owner = '***'", "/srv/orders.ts:42", id(1, 32)],
      [10, "SELECT * FROM orders WHERE owner = '***'", "/srv/orders.ts:42", id(2, 32)],
    ]);
  });

  test("that nobody ran is none", async () => {
    expect(await fixture.call(getStatement, { statementId: "7" })).toMatchObject({
      statement: null,
      callers: [],
      slowest: [],
    });
  });
});
