import { sql } from "@naru/clickhouse";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  at,
  attributes,
  bytes,
  type Fixture,
  id,
  now,
  openFixture,
  resource,
  type Row,
} from "#telemetry/query/fixture.ts";
import { compare, explainDifference, listSides } from "../api.ts";
import { apm } from "../index.ts";

const ms = 1e6;
const minute = 60_000;
let next = 1;

interface Wish {
  readonly ago: number;
  readonly took: number;
  readonly of: number;
  readonly status?: number;
  readonly told?: Readonly<Record<string, string | number>>;
  readonly statement?: { readonly query: string; readonly took: number };
  readonly thrown?: string;
}

/** A transaction, and what it did. */
function transaction({ ago, took, of, status = 0, told = {}, statement, thrown }: Wish): Row[] {
  const trace = bytes(id(next++, 32));
  const own = id(next++, 16);
  const common = { trace_id: trace, service: "cart", resource_id: of };
  const exception = attributes({ "exception.type": thrown ?? "", "exception.message": "late" }).attributes;
  return [
    {
      ...common,
      span_id: bytes(own),
      start_time: at(-ago),
      duration: took * ms,
      inner: 0,
      kind: 2,
      status,
      name: "GET /cart",
      ...attributes({ "http.route": "/cart", "order.number": next, ...told }),
      ...(thrown !== undefined && {
        event_times: sql`[${BigInt(now - ago) * 1_000_000n}]`,
        event_names: sql`['exception']`,
        event_attributes: sql`[${exception}]`,
      }),
    },
    ...(statement === undefined
      ? []
      : [
          {
            ...common,
            span_id: bytes(id(next++, 16)),
            parent_span_id: bytes(own),
            start_time: at(-ago + 1),
            duration: statement.took * ms,
            inner: 1,
            kind: 3,
            name: "SELECT",
            ...attributes({ "db.system.name": "postgresql", "db.query.text": statement.query }),
          },
        ]),
  ];
}

const select = "SELECT * FROM carts WHERE owner = ";
let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture(apm);
  await fixture.insert("resources", [
    resource(1, { "service.name": "cart", "service.version": "1.0", "k8s.pod.name": "cart-0" }),
    resource(2, { "service.name": "cart", "service.version": "1.1", "k8s.pod.name": "cart-1" }),
  ]);
  const before = Array.from({ length: 60 }, (_, i) =>
    transaction({
      ago: 20 * minute + i * 1000,
      took: 20 + (i % 7),
      of: 1,
      told: { tenant: i % 3 === 0 ? "blue" : "red" },
      statement: { query: `${select}${i}`, took: 5 + (i % 5) },
    }),
  );
  const after = Array.from({ length: 80 }, (_, i) => {
    const isNew = i % 2 === 1;
    const isFailing = isNew && i % 4 === 1;
    return transaction({
      ago: 5 * minute + i * 1000,
      took: (isNew ? 80 : 20) + (i % 7),
      of: isNew ? 2 : 1,
      status: isFailing ? 2 : 0,
      told: { tenant: i % 3 === 0 ? "blue" : "red" },
      statement: { query: `${select}${i}`, took: (isNew ? 60 : 5) + (i % 5) },
      ...(isFailing && { thrown: "TimeoutError" }),
    });
  });
  await fixture.insert("spans", [...before, ...after].flat());
});
afterAll(() => fixture.close());

const byVersion = {
  service: "cart",
  filter: "service.version=1.1",
  baseFilter: "service.version=1.0",
  against: "same",
} as const;

describe("two versions in one window", () => {
  test("differ in their operations, SQL and exceptions, each said once", async () => {
    const { findings, a, b } = await fixture.call(compare, byVersion);
    expect([a.transactions, b.transactions]).toEqual([40, 40]);
    expect(findings.map(({ subject, name, change }) => `${subject} ${name} ${change}`).toSorted()).toEqual([
      "exception TimeoutError: late new",
      "operation GET /cart failing",
      "operation GET /cart slower",
      `statement ${select}? slower`,
    ]);
  });

  test("with the figures of both", async () => {
    const { findings } = await fixture.call(compare, byVersion);
    const slower = findings.find(({ subject, change }) => subject === "operation" && change === "slower");
    expect(slower).toMatchObject({
      superiority: 1,
      a: { count: 40, errorRatio: 0 },
      b: { count: 40, errorRatio: 0.5 },
    });
    expect((slower?.a.p50Nano ?? 0) / (23 * ms)).toBeCloseTo(1, 1);
    expect((slower?.b.p50Nano ?? 0) / (83 * ms)).toBeCloseTo(1, 1);
    expect(slower?.q).toBeLessThan(1e-6);
  });

  test("the version explains nothing, since they were told apart by it; the pod does", async () => {
    const { explanations, a, b } = await fixture.call(explainDifference, byVersion);
    expect([a, b]).toEqual([40, 40]);
    expect(explanations.map(({ key, values }) => `${key} ${values[0]?.value}`)).toEqual([
      "k8s.pod.name cart-1",
      "status error",
    ]);
  });
});

test.each([
  ["service.version", "cart", ["1.0", "1.1"]],
  ["k8s.pod.name", "cart", ["cart-0", "cart-1"]],
  ["service.version", "nobody", []],
] as const)("sides by %s of %s are %j", async (key, service, expected) => {
  const { values } = await fixture.call(listSides, { service, key });
  expect(values).toEqual(expected);
});

test("the window before is what a window is compared with", async () => {
  const { findings, a, b } = await fixture.call(compare, { service: "cart" });
  expect([a.transactions, b.transactions]).toEqual([60, 80]);
  expect(a.to).toBe(b.from);
  expect(findings.map(({ subject, change }) => `${subject} ${change}`)).toContain("operation slower");
});

test("two tenants that fare alike do not differ", async () => {
  const { findings } = await fixture.call(compare, {
    service: "cart",
    filter: "tenant=blue",
    baseFilter: "tenant=red",
    against: "same",
  });
  expect(findings).toEqual([]);
});

test("the slow ones against everything else: the version and the pod that they share come first", async () => {
  const { explanations, a, b } = await fixture.call(explainDifference, {
    filter: "duration>=50ms",
    baseFrom: "now-15m",
    baseTo: "now",
  });
  expect([a, b]).toEqual([40, 40]);
  expect(explanations[0]).toMatchObject({ key: "service.version", also: ["k8s.pod.name"], strength: 1 });
  expect(explanations[0]?.values).toEqual([
    { value: "1.1", shareA: 0, shareB: 1 },
    { value: "1.0", shareA: 1, shareB: 0 },
  ]);
  expect(explanations.map(({ key }) => key)).not.toContain("order.number");
});

test("a side without transactions gives no answer, and no error", async () => {
  const nobody = { ...byVersion, filter: "service.version=2.0" };
  expect(await fixture.call(explainDifference, nobody)).toMatchObject({ b: 0, explanations: [] });
  expect((await fixture.call(compare, nobody)).b).toMatchObject({ transactions: 0, p95Nano: null });
});

const dayMs = 24 * 60 * minute;
/** A transaction of `web` that calls an address, where `stock` answers. */
function call(ago: number, took: number, address: string): Row[] {
  const trace = { trace_id: bytes(id(next++, 32)) };
  const [entry, client, callee] = [id(next++, 16), id(next++, 16), id(next++, 16)];
  const span = (span_id: string, parent: string, service: string, kind: number, more: Row = {}) => ({
    ...trace,
    span_id: bytes(span_id),
    parent_span_id: bytes(parent),
    start_time: at(-ago),
    duration: took * ms,
    inner: kind === 2 ? 0 : 1,
    kind,
    service,
    name: "GET",
    ...attributes({ "http.request.method": "GET" }),
    ...more,
  });
  return [
    span(entry, "0".repeat(16), "web", 2),
    span(client, entry, "web", 3, attributes({ "http.request.method": "GET", "server.address": address })),
    span(callee, client, "stock", 2),
  ];
}
const sixty = (ago: number, took: number, address: string) =>
  Array.from({ length: 60 }, (_, i) => call(ago + i * 1000, took + (i % 7), address)).flat();

test("calls are named by the service that answers, whatever its address was", async () => {
  await fixture.insert("spans", [
    ...sixty(3 * dayMs + 20 * minute, 20, "10.0.0.7"),
    ...sixty(3 * dayMs + 5 * minute, 80, "10.0.0.9"),
  ]);
  const range = { from: String(now - 3 * dayMs - 15 * minute), to: String(now - 3 * dayMs) };
  const { findings } = await fixture.call(compare, { ...range, service: "web" });
  expect(findings.map(({ subject, name, change }) => `${subject} ${name} ${change}`).toSorted()).toEqual([
    "call stock slower",
    "operation GET slower",
  ]);
});
