import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { at, attributes, bytes, type Fixture, id, now, openFixture, resource } from "../query/fixture.ts";
import { jaeger } from "./index.ts";

let store: Fixture;
const app = new Hono();

beforeAll(async () => {
  store = await openFixture();
  jaeger({ clickhouse: store.clickhouse, clock: { now: () => now } }).routes?.register(app);
  const span = { inner: 0, kind: 2, scope_id: 7, duration: 5_000_000 };
  await store.insert("resources", [
    resource(1, { "service.name": "gateway", "host.name": "a" }),
    resource(2, { "service.name": "cart" }),
  ]);
  await store.insert("scopes", [{ day: "2026-11-21", scope_id: 7, name: "io.test", version: "1.2" }]);
  await store.insert("spans", [
    {
      ...span,
      trace_id: bytes(id(1, 32)),
      span_id: bytes(id(1, 16)),
      parent_span_id: bytes(id(0, 16)),
      start_time: at(-60_000),
      service: "gateway",
      name: "GET /",
      status: 0,
      resource_id: 1,
      ...attributes({ "http.response.status_code": 200 }),
      event_times: [BigInt(now - 60_000) * 1_000_000n],
      event_names: ["cache miss"],
    },
    {
      ...span,
      trace_id: bytes(id(1, 32)),
      span_id: bytes(id(2, 16)),
      parent_span_id: bytes(id(1, 16)),
      start_time: at(-59_999),
      service: "cart",
      name: "List",
      status: 2,
      resource_id: 2,
      ...attributes({ "db.system": "valkey" }),
    },
  ]);
});
afterAll(() => store.close());

async function ask(path: string): Promise<{ data: never; errors: unknown }> {
  return (await app.request(`/jaeger/api/${path}`)).json() as Promise<{ data: never; errors: unknown }>;
}

describe("Jaeger's interface", () => {
  const facts: [path: string, data: unknown][] = [
    ["services", ["cart", "gateway"]],
    ["services/cart/operations", ["List"]],
    ["operations?service=gateway", [{ name: "GET /", spanKind: "server" }]],
    ["operations?service=gateway&spanKind=client", []],
    ["dependencies?lookback=3600000", [{ parent: "gateway", child: "cart", callCount: 1 }]],
  ];
  test.each(facts)("answers %s", async (path, data) => {
    expect(await ask(path)).toEqual({ data, total: (data as []).length, limit: 0, offset: 0, errors: null });
  });

  const searches: [query: string, traces: number][] = [
    ["service=cart", 1],
    ["service=cart&operation=List&tags=%7B%22error%22%3A%22true%22%7D", 1],
    ["service=gateway&tags=%7B%22http.response.status_code%22%3A%22200%22%7D", 1],
    ["service=gateway&tags=%7B%22error%22%3A%22true%22%7D", 0],
    ["service=cart&minDuration=1s", 0],
    [`service=cart&end=${(now - 3_600_000) * 1000}&lookback=1h`, 0],
    ["traceID=1", 1],
  ];
  test.each(searches)("finds by %s %i trace(s)", async (query, traces) => {
    expect((await ask(`traces?${query}`)).data).toHaveLength(traces);
  });

  test("tells a trace in Jaeger's own shape", async () => {
    const { data } = await ask("traces/1");
    expect(data).toMatchObject([
      {
        traceID: id(1, 32),
        spans: [
          {
            spanID: id(1, 16),
            operationName: "GET /",
            references: [],
            startTime: (now - 60_000) * 1000,
            duration: 5000,
            tags: expect.arrayContaining([
              { key: "http.response.status_code", type: "int64", value: 200 },
              { key: "span.kind", type: "string", value: "server" },
              { key: "otel.scope.name", type: "string", value: "io.test" },
            ]),
            logs: [
              {
                timestamp: (now - 60_000) * 1000,
                fields: [{ key: "event", type: "string", value: "cache miss" }],
              },
            ],
            processID: "p1",
          },
          {
            references: [{ refType: "CHILD_OF", traceID: id(1, 32), spanID: id(1, 16) }],
            tags: expect.arrayContaining([{ key: "error", type: "bool", value: true }]),
            processID: "p2",
          },
        ],
        processes: {
          p1: { serviceName: "gateway", tags: [{ key: "host.name", type: "string", value: "a" }] },
          p2: { serviceName: "cart", tags: [] },
        },
      },
    ]);
  });

  const refusals: [path: string, code: number, msg: RegExp][] = [
    ["traces/404", 404, /trace not found/],
    ["traces/nothex", 400, /not hexadecimal/],
    ["traces?service=cart&tags=%7B", 400, /tags: is no JSON object/],
    ["traces?service=cart&start=soon", 400, /start: soon is no whole number/],
  ];
  test.each(refusals)("refuses %s", async (path, code, msg) => {
    expect(await ask(path)).toMatchObject({
      data: null,
      errors: [{ code, msg: expect.stringMatching(msg) }],
    });
  });
});
