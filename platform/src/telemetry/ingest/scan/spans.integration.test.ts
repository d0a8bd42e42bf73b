import { span, trace } from "@naru/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Fixture, now, openFixture } from "./fixture.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
});
beforeEach(() => fixture.empty());
afterAll(() => fixture.close());

const traceId = "5b8efff798038103d269b633813fc60c";
const spanId = "eee19b7ec3c1b174";

async function stored(given: object) {
  await fixture.store("traces", trace([{ ...span({ start: now }), ...given }]));
  const [row] = await fixture.rows(
    `SELECT * EXCEPT (trace_id, span_id, parent_span_id, link_trace_ids, link_span_ids, resource_id, scope_id, start_time),
            toUnixTimestamp64Nano(start_time) AS start, lower(hex(trace_id)) AS trace_id, lower(hex(span_id)) AS span_id,
            lower(hex(parent_span_id)) AS parent_span_id, arrayMap(x -> lower(hex(x)), link_trace_ids) AS link_trace_ids,
            arrayMap(x -> lower(hex(x)), link_span_ids) AS link_span_ids
     FROM spans`,
  );
  return row;
}

test("every field of a span is read back", async () => {
  const given = span({
    traceId,
    spanId,
    parentSpanId: "00f067aa0ba902b7",
    name: "POST /orders",
    kind: 3,
    start: now + 123_456_789n,
    durationNano: 987_654_321_123n,
    attributes: { "http.request.method": "POST" },
    status: { code: 2, message: "broken" },
    traceState: "rojo=00f067aa0ba902b7",
    flags: 0x301,
    droppedAttributesCount: 1,
    droppedEventsCount: 2,
    droppedLinksCount: 3,
    events: [
      {
        time: now + 1n,
        name: "exception",
        attributes: { "exception.type": "E", n: 1 },
        droppedAttributesCount: 4,
      },
      { time: now + 2n },
    ],
    links: [
      {
        traceId,
        spanId,
        traceState: "a=b",
        flags: 1,
        attributes: { cause: "retry" },
        droppedAttributesCount: 5,
      },
      { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331" },
    ],
  });
  expect(await stored(given)).toEqual({
    start: String(now + 123_456_789n),
    duration: "987654321123",
    trace_id: traceId,
    span_id: spanId,
    parent_span_id: "00f067aa0ba902b7",
    inner: 1,
    service: "shop",
    name: "POST /orders",
    kind: 3,
    status: 2,
    status_message: "broken",
    trace_state: "rojo=00f067aa0ba902b7",
    flags: 0x301,
    attributes: { "http.request.method": "POST" },
    attribute_types: "s",
    dropped_attributes: 1,
    dropped_events: 2,
    dropped_links: 3,
    event_times: [String(now + 1n), String(now + 2n)],
    event_names: ["exception", ""],
    event_attributes: [{ "exception.type": "E", n: "1" }, {}],
    event_attribute_types: ["si", ""],
    event_dropped_attributes: [4, 0],
    link_trace_ids: [traceId, "0af7651916cd43dd8448eb211c80319c"],
    link_span_ids: [spanId, "b7ad6b7169203331"],
    link_trace_states: ["a=b", ""],
    link_flags: [1, 0],
    link_attributes: [{ cause: "retry" }, {}],
    link_attribute_types: ["s", ""],
    link_dropped_attributes: [5, 0],
  });
});

describe("a span", () => {
  test.each([
    ["without a parent is an entry", { kind: 1 }, { inner: 0, kind: 1 }],
    ["with a parent of zeroes is an entry", { parentSpanId: "0".repeat(16), kind: 3 }, { inner: 0 }],
    [
      "with a parent id of the wrong length has none",
      { parentSpanId: "abcd", kind: 1 },
      { inner: 0, parent_span_id: "0".repeat(16) },
    ],
    ["of a server is an entry", { parentSpanId: spanId, kind: 2 }, { inner: 0 }],
    ["of a consumer is an entry", { parentSpanId: spanId, kind: 5 }, { inner: 0 }],
    ["of a client is not", { parentSpanId: spanId, kind: 3 }, { inner: 1 }],
    ["of an unknown kind and status has neither", { kind: 6, status: { code: 3 } }, { kind: 0, status: 0 }],
    ["that ends before it starts lasts no time", { endTimeUnixNano: String(now - 1n) }, { duration: "0" }],
    [
      "that lasts long is exact to the nanosecond",
      { endTimeUnixNano: String(now + 2n ** 52n + 1n) },
      { duration: String(2n ** 52n + 1n) },
    ],
    ["without a name has the empty one", { name: undefined }, { name: "" }],
    [
      "with a link of odd ids keeps the link",
      { links: [{ traceId: "ab" }] },
      { link_trace_ids: ["0".repeat(32)], link_span_ids: ["0".repeat(16)] },
    ],
  ])("%s", async (_, given, row) => expect(await stored(given)).toMatchObject(row));
});

test("fills the rollups of ten seconds and of a minute", async () => {
  const start = now - (now % 60_000_000_000n);
  const spans = Array.from({ length: 7 }, (_, i) =>
    span({
      start: start + BigInt(i) * 5_000_000_000n,
      durationNano: 1000n,
      name: "rolled",
      status: { code: i % 3 },
    }),
  );
  await fixture.store("traces", trace(spans));
  const sums = (table: string) =>
    fixture.rows(
      `SELECT sum(requests) AS requests, sum(errors) AS errors, sum(duration_sum) AS total, uniqExact(time) AS times
       FROM ${table} WHERE name = 'rolled'`,
    );
  expect(await sums("spans_10s")).toEqual([{ requests: "7", errors: "2", total: "7000", times: "4" }]);
  expect(await sums("spans_1m")).toEqual([{ requests: "7", errors: "2", total: "7000", times: "1" }]);
});

const origins = () =>
  fixture.rows(
    `SELECT r.service AS service, r.namespace AS namespace, r.schema_url AS url, r.attributes AS attributes,
            s.name AS scope, s.version AS version, s.schema_url AS scopeUrl, s.attributes AS scopeAttributes
     FROM spans AS t JOIN resources AS r FINAL USING (resource_id) JOIN scopes AS s FINAL USING (scope_id) ORDER BY service`,
  );

test("are found by the ids of their spans", async () => {
  const one = trace([span({ start: now })], {
    service: "a",
    resource: { "service.namespace": "team", host: "h" },
    resourceSchemaUrl: "https://example.org/r",
    scope: { name: "lib", version: "2", attributes: { x: 1 }, schemaUrl: "https://example.org/s" },
  });
  await fixture.store("traces", one, trace([span({ start: now })], {}));
  expect(await origins()).toEqual([
    {
      service: "",
      namespace: "",
      url: "",
      attributes: {},
      scope: "",
      version: "",
      scopeUrl: "",
      scopeAttributes: {},
    },
    {
      service: "a",
      namespace: "team",
      url: "https://example.org/r",
      attributes: { "service.name": "a", "service.namespace": "team", host: "h" },
      scope: "lib",
      version: "2",
      scopeUrl: "https://example.org/s",
      scopeAttributes: { x: "1" },
    },
  ]);
});

describe("resources and scopes", () => {
  test("are stored once a day, and again on the next", () => {
    const request = trace([span({ start: now })], { service: "daily", scope: { name: "daily" } });
    const tables = (at: number) =>
      fixture.scan("traces", [request], at).dimensions.map(({ table, rows }) => [table, rows]);
    const noon = Math.floor(Number(now / 1_000_000_000n) / 86_400) * 86_400 + 43_200;
    const both = [
      ["resources", 1],
      ["scopes", 1],
    ];
    expect(tables(noon)).toEqual(both);
    expect(tables(noon + 60)).toEqual([]);
    expect(tables(noon + 86_400)).toEqual(both);
  });
});
