import { afterAll, beforeAll, expect, test } from "vitest";
import {
  at,
  attributes,
  bytes,
  type Fixture,
  id,
  openFixture,
  resource,
  type Row,
} from "#telemetry/query/fixture.ts";
import { serviceMap, topCalls } from "../api.ts";
import { apm } from "../index.ts";

const ms = 1e6;
let next = 1;
const kinds = { server: 2, client: 3, producer: 4, consumer: 5 };
interface Wish {
  readonly ago?: number;
  readonly took?: number;
  readonly status?: number;
  readonly trace?: number;
  readonly parent?: string;
  readonly told?: Readonly<Record<string, string | number>>;
}

/** A span; entry spans are those that were called. */
function span(service: string, kind: keyof typeof kinds, wish: Wish = {}): Row & { readonly own: string } {
  const { ago = 120_000, took = 10, status = 0, trace = next, parent, told = { empty: "" } } = wish;
  const own = id(next++, 16);
  return {
    own,
    trace_id: bytes(id(trace, 32)),
    span_id: bytes(own),
    parent_span_id: bytes(parent ?? id(0, 16)),
    start_time: at(-ago),
    duration: took * ms,
    inner: kind === "client" || kind === "producer" ? 1 : 0,
    kind: kinds[kind],
    status,
    service,
    name: `${kind} ${service}`,
    resource_id: 1,
    ...attributes(told),
  };
}

/** A call and its answer. The caller's span began earlier, maybe in the minute before. */
function answered(caller: string, host: string, callee: string, wish: Wish = {}) {
  const trace = next++;
  const told = { "http.request.method": "GET", "server.address": host, "server.port": 8080 };
  const call = span(caller, "client", { ...wish, trace, told, ago: (wish.ago ?? 120_000) + 2, took: 12 });
  return [call, span(callee, "server", { ...wish, trace, parent: call.own })];
}

const many = (count: number, make: () => readonly (Row & { readonly own: string })[]) =>
  Array.from({ length: count }, make).flat();

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture(apm);
  await fixture.insert("resources", [
    resource(1, { "service.name": "catalog", "k8s.namespace.name": "shop" }),
    { ...resource(2, { "service.name": "mailer", "k8s.namespace.name": "post" }), namespace: "" },
  ]);
  const toDatabase = { "db.system.name": "postgresql", "db.namespace": "shop", "server.address": "db" };
  const toBank = { "http.request.method": "POST", "server.address": "bank.example", "server.port": 443 };
  const queue = { "messaging.system": "kafka", "messaging.destination.name": "orders" };
  const rows = [
    ...many(6, () => answered("cart", "127.50.0.12", "catalog")),
    ...answered("cart", "127.50.0.12", "catalog", { ago: 180_000, status: 2 }),
    ...many(6, () => answered("cart", "127.50.0.12", "catalog", { ago: 1_000_000 })),
    ...many(6, () => answered("cart", "127.50.0.13", "legacy", { ago: 1_000_000 })),
    ...many(8, () => [span("catalog", "client", { told: toDatabase, took: 40 })]),
    ...many(5, () => [span("cart", "client", { told: toBank, status: 2 })]),
    ...many(2, () => [
      span("cart", "producer", { told: queue }),
      span("mailer", "consumer", { told: queue }),
    ]),
  ];
  const parent = span("batch", "server");
  const started = span("catalog", "server", { parent: parent.own, trace: 999 });
  await fixture.insert(
    "spans",
    [...rows, { ...parent, trace_id: bytes(id(999, 32)) }, started].map(({ own: _own, ...row }) => row),
  );
});
afterAll(() => fixture.close());

test("calls become edges to who answered, whatever the address", async () => {
  const { edges, sampling, compared } = await fixture.call(serviceMap, {});
  expect({ sampling, compared }).toEqual({ sampling: 1, compared: true });
  expect(
    edges
      .map(({ from, to, requests, state, category }) => [from, to, category, requests, state].join(" "))
      .toSorted(),
  ).toEqual([
    "queue:kafka:orders service:mailer messaging 2 same",
    "service:batch service:catalog spans 1 same",
    "service:cart outside:bank.example:443 http 5 new",
    "service:cart queue:kafka:orders messaging 2 same",
    "service:cart service:catalog http 7 same",
    "service:cart service:legacy http 0 vanished",
    "service:catalog database:postgresql:db:shop database 8 new",
  ]);
});

test("an edge has its figures, those of before, and the addresses that were called", async () => {
  const { edges } = await fixture.call(serviceMap, {});
  const edge = edges.find(({ to }) => to === "service:catalog");
  expect(edge).toMatchObject({ exact: true, errorRatio: 1 / 7, peers: ["127.50.0.12:8080"] });
  expect(edge?.rate).toBeCloseTo(7 / 900, 5);
  expect((edge?.p95Nano ?? 0) / (12 * ms)).toBeCloseTo(1, 1);
  expect(edge?.before).toMatchObject({ requests: 6, errorRatio: 0 });
});

test("nodes tell what they are", async () => {
  const { nodes } = await fixture.call(serviceMap, {});
  const found = nodes.map(({ id, namespace, requests, state }) => [id, namespace, requests, state]);
  expect(found).toContainEqual(["service:catalog", "shop", 8, "same"]);
  expect(nodes.find(({ id }) => id === "service:mailer")?.namespace).toBe("post");
  expect(found).toContainEqual(["database:postgresql:db:shop", "", 8, "new"]);
  expect(found).toContainEqual(["outside:bank.example:443", "", 5, "new"]);
  expect(found).toContainEqual(["service:legacy", "", 0, "vanished"]);
});

test("against a day about which nothing is known, nothing is new", async () => {
  const { edges, compared } = await fixture.call(serviceMap, { against: "day" });
  expect(compared).toBe(false);
  expect(new Set(edges.map(({ state }) => state))).toEqual(new Set(["same"]));
});

const asked = (host: string) =>
  `service=cart kind=client (${["server.address", "net.peer.name", "peer.service"].map((key) => `${key}=${host}`).join(" OR ")})`;

test("the list of calls names who answers as well, and finds their spans", async () => {
  const { calls } = await fixture.call(topCalls, { service: "cart" });
  const found = calls.map(({ peer, target, callee, filter }) => [peer || target, callee, filter]);
  expect(found).toContainEqual(["127.50.0.12:8080", "catalog", asked("127.50.0.12")]);
  expect(found).toContainEqual(["bank.example:443", "", asked("bank.example")]);
  expect(found).toContainEqual([
    "orders",
    "",
    "service=cart kind=producer messaging.destination.name=orders",
  ]);
});
