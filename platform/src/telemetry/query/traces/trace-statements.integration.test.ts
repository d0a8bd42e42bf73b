import { afterAll, beforeAll, expect, test } from "vitest";
import { getSpan, listTraceStatements } from "../api.ts";
import { at, attributes, bytes, type Fixture, id, openFixture, resource } from "../fixture.ts";
import { query } from "../index.ts";

let store: Fixture;
beforeAll(async () => {
  const code = { pattern: "https://git.test/{service}/{commit}/{path}#L{line}", roots: ["/srv/"] };
  store = await openFixture((clickhouse, clock) => query({ clickhouse, clock, code }));
  await store.insert("resources", [resource(1, { "service.name": "cart", "service.version": "1.2" })]);
  await store.insert("spans", [
    run(1, 10, "SELECT * FROM carts WHERE id = 1", 3),
    run(2, 20, "SELECT * FROM items WHERE cart = 1 AND n = 5", 1),
    run(3, 30, "SELECT * FROM items WHERE cart = 1 AND n = 6", 1, 2),
    { ...run(4, 15, "", 1), trace_id: bytes(id(7, 32)) },
    { ...run(5, 15, "SELECT 1", 1), trace_id: bytes(id(8, 32)) },
  ]);
});
afterAll(() => store.close());

const run = (span: number, ms: number, text: string, tookMs: number, status = 0) => ({
  trace_id: bytes(id(7, 32)),
  span_id: bytes(id(span, 16)),
  start_time: at(ms),
  duration: tookMs * 1e6,
  service: "cart",
  kind: 3,
  status,
  resource_id: 1,
  ...attributes({
    "db.system.name": "postgresql",
    "db.query.text": text,
    "code.file.path": "/srv/src/cart.ts",
    "code.line.number": 42,
  }),
});

test("every statement of a trace is told in order, with how often it is run whatever its values", async () => {
  const { statements } = await store.call(listTraceStatements, { traceId: id(7, 32) });
  expect(
    statements.map(({ statement, durationNano, error, repeats }) => [
      statement,
      durationNano / 1e6,
      error,
      repeats,
    ]),
  ).toEqual([
    ["SELECT * FROM carts WHERE id = 1", 3, false, 1],
    ["SELECT * FROM items WHERE cart = 1 AND n = 5", 1, false, 2],
    ["SELECT * FROM items WHERE cart = 1 AND n = 6", 1, true, 2],
  ]);
  expect((await store.call(listTraceStatements, { traceId: id(9, 32) })).statements).toEqual([]);
});

test("a span leads to its line of code where the place of code is set", async () => {
  const { codeLink } = await store.call(getSpan, { traceId: id(7, 32), spanId: id(1, 16) });
  expect(codeLink).toBe("https://git.test/cart/1.2/src/cart.ts#L42");
});
