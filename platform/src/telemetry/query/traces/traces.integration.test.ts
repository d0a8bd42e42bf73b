import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getSpan, getTrace, listOperations, listServices, searchTraces, traceHistogram } from "../api.ts";
import { at, attributes, bytes, type Fixture, id, now, openFixture, resource, type Row } from "../fixture.ts";

let store: Fixture;

interface Span {
  trace: number;
  span: number;
  parent?: number;
  ms: number;
  durationMs: number;
  service: string;
  name: string;
  error?: boolean;
  entry?: boolean;
  set?: Record<string, string | number>;
  resource?: number;
}

const row = (span: Span): Row => ({
  trace_id: bytes(id(span.trace, 32)),
  span_id: bytes(id(span.span, 16)),
  parent_span_id: bytes(id(span.parent ?? 0, 16)),
  start_time: at(span.ms),
  duration: span.durationMs * 1e6,
  inner: span.entry === false ? 1 : 0,
  service: span.service,
  name: span.name,
  kind: span.entry === false ? 3 : 2,
  status: span.error ? 2 : 0,
  status_message: span.error ? "connection refused" : "",
  resource_id: span.resource ?? 1,
  scope_id: 7,
  ...attributes(span.set ?? { "http.route": "/" }),
});

const second = 1000;
const minute = 60 * second;

beforeAll(async () => {
  store = await openFixture();
  await store.insert("resources", [
    resource(1, { "service.name": "gateway", "k8s.namespace.name": "shop", "k8s.pod.name": "gateway-1" }),
    resource(2, {
      "service.name": "cart",
      "k8s.namespace.name": "shop",
      "k8s.pod.name": "cart-1",
      region: "seoul",
    }),
  ]);
  await store.insert("scopes", [{ day: "2026-11-21", scope_id: 7, name: "io.test", version: "1.2" }]);
  await store.insert("spans", [
    row({
      trace: 1,
      span: 1,
      ms: -2 * minute,
      durationMs: 100,
      service: "gateway",
      name: "GET /cart",
      set: { "http.response.status_code": 200 },
    }),
    row({
      trace: 1,
      span: 2,
      parent: 1,
      ms: -2 * minute + 10,
      durationMs: 80,
      service: "gateway",
      name: "call cart",
      entry: false,
    }),
    row({
      trace: 1,
      span: 3,
      parent: 2,
      ms: -2 * minute + 20,
      durationMs: 50,
      service: "cart",
      name: "List",
      resource: 2,
    }),
    row({
      trace: 2,
      span: 4,
      ms: -minute,
      durationMs: 900,
      service: "gateway",
      name: "GET /cart",
      error: true,
      set: { "http.response.status_code": 500 },
    }),
    row({
      trace: 2,
      span: 5,
      parent: 4,
      ms: -minute + 5,
      durationMs: 800,
      service: "cart",
      name: "List",
      error: true,
      resource: 2,
    }),
    row({
      trace: 3,
      span: 6,
      parent: 99,
      ms: -10 * second,
      durationMs: 5,
      service: "cart",
      name: "Sweep",
      resource: 2,
    }),
    row({
      trace: 4,
      span: 7,
      ms: -14 * minute,
      durationMs: 20,
      service: "cart",
      name: "List",
      resource: 2,
      set: { region: "busan" },
    }),
    row({ trace: 5, span: 8, ms: -13 * minute, durationMs: 12 * minute, service: "batch", name: "Nightly" }),
    row({
      trace: 5,
      span: 9,
      parent: 8,
      ms: -3 * minute,
      durationMs: 1,
      service: "batch",
      name: "Step",
      entry: false,
    }),
  ]);
});
afterAll(() => store.close());

async function found(
  filter: string,
  input: Partial<{ order: "slowest"; minDurationNano: number; from: string }> = {},
) {
  const { traces } = await store.call(searchTraces, { filter, ...input });
  return traces.map((trace) => Number.parseInt(trace.traceId, 16));
}

describe("a search of traces", () => {
  const facts: [filter: string, traces: number[]][] = [
    ["", [3, 2, 1, 5, 4]],
    ["service=cart", [3, 2, 1, 4]],
    ["service.name=cart name=List", [2, 1, 4]],
    ["status=error", [2]],
    ["-status=error service=gateway", [1]],
    ["refused", [2]],
    ["REFUSED cart", [2]],
    ["duration>=800ms status=error", [2]],
    ["http.response.status_code>=500", [2]],
    ["http.response.status_code=200 OR name=Sweep", [3, 1]],
    ["http.response.status_code=*", [2, 1]],
    ["http.response.status_code!=* kind=server service=cart", [3, 2, 1, 4]],
    ['name~"^(Sweep|Nightly)$"', [3, 5]],
    ["k8s.pod.name=cart-1", [3, 2, 1, 4]],
    ["resource.region=seoul", [3, 2, 1, 4]],
    ["region=seoul", [3, 2, 1]],
    ["region=busan", [4]],
    ["region!=seoul service=cart", [4]],
    ["scope=io.test name=Sweep", [3]],
    [`trace_id=${id(2, 32)}`, [2]],
    ["span_id=0000000000000007", [4]],
    ["parent_span_id!=* name=List", [4]],
    ["kind=client", [1, 5]],
    ["service=nobody", []],
    ["name='; DROP", []],
  ];
  test.each(facts)("%s", async (filter, traces) => {
    expect(await found(filter)).toEqual(traces);
  });

  test("has the slowest first when asked", async () => {
    expect(await found("", { order: "slowest" })).toEqual([5, 2, 1, 4, 3]);
  });
  test("lists the slowest by the durations that the rows show, whatever the matching spans took", async () => {
    expect(await found("name=Step OR name=List", { order: "slowest" })).toEqual([5, 2, 1, 4]);
  });
  test("is limited by the duration of the matching span", async () => {
    expect(await found("", { minDurationNano: 90e6 })).toEqual([2, 1, 5]);
  });
  test("is limited by its window", async () => {
    expect(await found("", { from: "now-90s" })).toEqual([3, 2]);
  });
  test.each(["newest", "slowest"] as const)(
    "lists every trace once over pages of two, %s first",
    async (order) => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.call(searchTraces, { order, limit: 2, ...(cursor && { cursor }) });
        seen.push(...page.traces.map((trace) => trace.traceId));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(seen).toHaveLength(5);
      expect(new Set(seen).size).toBe(5);
    },
  );
  test("tells of the whole trace, not only of what matched", async () => {
    const { traces } = await store.call(searchTraces, {
      filter: "name=List status=unset service=cart k8s.pod.name=cart-1",
    });
    expect(traces[0]).toMatchObject({
      service: "gateway",
      name: "GET /cart",
      rootMissing: false,
      durationNano: 100e6,
      spans: 3,
      errors: 0,
      services: [
        { service: "gateway", spans: 2 },
        { service: "cart", spans: 1 },
      ],
    });
  });
  test("finds a root that began long before the matching span", async () => {
    const { traces } = await store.call(searchTraces, { filter: "name=Step" });
    expect(traces[0]).toMatchObject({
      name: "Nightly",
      rootMissing: false,
      spans: 2,
      durationNano: 12 * minute * 1e6,
    });
  });
  test("says when the root is missing", async () => {
    const { traces } = await store.call(searchTraces, { filter: "name=Sweep" });
    expect(traces[0]).toMatchObject({ name: "Sweep", rootMissing: true });
  });
});

describe("a filter is refused that", () => {
  const facts: [filter: string, problem: RegExp][] = [
    ["duration>5", /5 is no duration/],
    ["kind=boss", /boss is no kind/],
    ["kind~s", /kind cannot be compared by ~/],
    ["trace_id=12", /12 is no trace_id/],
    ["http.route>abc", /needs a number/],
  ];
  test.each(facts)("%s", async (filter, problem) => {
    await expect(found(filter)).rejects.toThrow(problem);
  });
});

test("a histogram of durations counts matching spans by outcome", async () => {
  const { buckets } = await store.call(traceHistogram, { filter: "service=cart" });
  expect(buckets.reduce((sum, bucket) => sum + bucket.ok, 0)).toBe(3);
  expect(buckets.reduce((sum, bucket) => sum + bucket.error, 0)).toBe(1);
  const slow = buckets.find((bucket) => bucket.error > 0);
  expect(slow?.fromNano).toBeLessThanOrEqual(800e6);
  expect(slow?.toNano).toBeGreaterThan(800e6);
});

describe("one trace", () => {
  test("has its spans by start time", async () => {
    const trace = await store.call(getTrace, { traceId: id(1, 32) });
    expect(trace.spans.map(({ name, parentSpanId, kind }) => [name, parentSpanId, kind])).toEqual([
      ["GET /cart", "", "server"],
      ["call cart", id(1, 16), "client"],
      ["List", id(2, 16), "server"],
    ]);
    expect(trace).toMatchObject({
      durationNano: 100e6,
      truncated: false,
      startTimeUnixNano: String((now - 2 * minute) * 1e6),
    });
  });
  test("that is not stored is not found", async () => {
    await expect(store.call(getTrace, { traceId: id(404, 32) })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
  test("has each span in full, with what sent it", async () => {
    const span = await store.call(getSpan, { traceId: id(2, 32), spanId: id(4, 16) });
    expect(span).toMatchObject({
      statusMessage: "connection refused",
      attributes: [{ key: "http.response.status_code", type: "int", value: "500" }],
      scope: { name: "io.test", version: "1.2" },
    });
    expect(span.resource).toContainEqual({ key: "k8s.pod.name", type: "string", value: "gateway-1" });
  });
});

describe("services", () => {
  test("have the requests that reached them, busiest first", async () => {
    const { services, stepSeconds, times } = await store.call(listServices, { from: "now-15m" });
    expect(
      services.map(({ service, namespace, requests, errors }) => [service, namespace, requests, errors]),
    ).toEqual([
      ["cart", "shop", 4, 1],
      ["gateway", "shop", 2, 1],
      ["batch", "", 1, 0],
    ]);
    expect(services[1]?.series.requests).toHaveLength(times.length);
    expect(services[1]?.series.requests.reduce((sum, count) => sum + count, 0)).toBe(2);
    expect(stepSeconds).toBe(20);
    expect(services[1]?.p99Nano).toBeGreaterThan(880e6);
    expect(services[1]?.p99Nano).toBeLessThan(920e6);
  });
  test("have operations", async () => {
    const { operations } = await store.call(listOperations, { service: "cart", from: "now-2h" });
    expect(
      operations.map(({ name, kind, requests, errorRatio }) => [name, kind, requests, errorRatio]),
    ).toEqual([
      ["List", "server", 3, 1 / 3],
      ["Sweep", "server", 1, 0],
    ]);
  });
});
