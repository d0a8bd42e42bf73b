import { describe, expect, test } from "vitest";
import type { Answered, Called, Consumed, Seen } from "./edges.ts";
import { graphOf } from "./graph.ts";

const took = (bucket: number, count: number) => ({ buckets: [bucket], counts: [count] });
const fast = 320;
const slow = 400;

const call = (service: string, peer: string, requests: number, more: Partial<Called> = {}): Called => ({
  service,
  category: "http",
  system: "",
  peer,
  target: "",
  requests,
  errors: 0,
  durations: took(fast, requests),
  ...more,
});
const answer = (caller: string, peer: string, callee: string, requests = 10, errors = 0): Answered => ({
  caller,
  byClient: true,
  peer,
  callee,
  requests,
  errors,
  durations: took(fast, requests),
});
const consumed = (service: string, target: string, requests: number): Consumed => ({
  service,
  system: "kafka",
  target,
  requests,
  errors: 0,
  durations: took(fast, requests),
});
const service = (name: string, requests = 100) => ({
  service: name,
  namespace: "shop",
  requests,
  errors: 1,
  p95Nano: 5e6,
});

const seen = (parts: Partial<Seen>): Seen => ({
  seconds: 100,
  sampling: 1,
  services: [],
  called: [],
  answered: [],
  consumed: [],
  ...parts,
});
const edges = (now: Partial<Seen>, before: Partial<Seen> = {}) =>
  graphOf(seen(now), seen(before)).edges.map(
    ({ from, to, requests, state }) => `${from} > ${to} ${requests} ${state}`,
  );

const cart = { services: [service("cart"), service("catalog")] };

describe("who stands behind an address", () => {
  test.each<[string, Partial<Seen>, string[]]>([
    [
      "the service whose spans answer it",
      {
        called: [call("cart", "127.50.0.12:8080", 7)],
        answered: [answer("cart", "127.50.0.12:8080", "catalog")],
      },
      ["service:cart > service:catalog 7 same"],
    ],
    [
      "the service that answers other callers there",
      {
        called: [call("cart", "10.0.0.1:80", 7)],
        answered: [answer("web", "10.0.0.1:80", "catalog")],
      },
      ["service:cart > service:catalog 7 same"],
    ],
    [
      "a service that has its name in the cluster",
      { ...cart, called: [call("cart", "catalog.shop.svc:80", 7)] },
      ["service:cart > service:catalog 7 same"],
    ],
    [
      "an outside party, when none of ours answers",
      { ...cart, called: [call("cart", "api.bank.example:443", 7)] },
      ["service:cart > outside:api.bank.example:443 7 same"],
    ],
    [
      "several services behind a gateway, each with its part",
      {
        called: [call("cart", "gateway:80", 100, { errors: 9 })],
        answered: [answer("cart", "gateway:80", "catalog", 3), answer("cart", "gateway:80", "order", 1, 2)],
      },
      ["service:cart > service:catalog 75 same", "service:cart > service:order 25 same"],
    ],
    [
      "one service that has many addresses",
      {
        called: [call("cart", "10.0.0.1:80", 3), call("cart", "10.0.0.2:80", 4)],
        answered: [answer("cart", "10.0.0.1:80", "catalog"), answer("cart", "10.0.0.2:80", "catalog")],
      },
      ["service:cart > service:catalog 7 same"],
    ],
    [
      "nobody, when a service calls itself",
      { called: [call("cart", "10.0.0.1:80", 3)], answered: [answer("cart", "10.0.0.1:80", "cart")] },
      [],
    ],
    [
      "a database, whatever answers at its address",
      {
        called: [call("cart", "db:5432", 3, { category: "database", system: "postgresql", target: "shop" })],
        answered: [answer("cart", "db:5432", "catalog")],
      },
      ["service:cart > database:postgresql:db:5432:shop 3 same"],
    ],
  ])("%s", (_, now, expected) => {
    expect(edges(now)).toEqual(expected);
  });

  test("errors of a gateway go to who made them", () => {
    const { edges } = graphOf(
      seen({
        called: [call("cart", "gateway:80", 100, { errors: 10 })],
        answered: [answer("cart", "gateway:80", "catalog", 3), answer("cart", "gateway:80", "order", 1, 1)],
      }),
      seen({}),
    );
    expect(edges.map(({ to, errorRatio }) => [to, errorRatio])).toEqual([
      ["service:catalog", 0],
      ["service:order", 0.4],
    ]);
  });
});

describe("what only spans tell", () => {
  test("is estimated from the sample", () => {
    const { edges } = graphOf(
      seen({
        sampling: 8,
        answered: [{ ...answer("batch", "", "catalog", 5), byClient: false }],
        called: [
          call("order", "broker:9092", 50, { category: "messaging", system: "kafka", target: "orders" }),
        ],
        consumed: [consumed("mailer", "orders", 6)],
      }),
      seen({}),
    );
    expect(
      edges.map(({ from, to, category, requests, exact }) => [from, to, category, requests, exact]),
    ).toEqual([
      ["service:order", "queue:kafka:orders", "messaging", 50, true],
      ["service:batch", "service:catalog", "spans", 40, false],
      ["queue:kafka:orders", "service:mailer", "messaging", 48, false],
    ]);
  });
});

describe("against the window before", () => {
  const known = { ...cart, called: [call("cart", "bank:443", 50)] };
  test.each<[string, Partial<Seen>, Partial<Seen>, string[]]>([
    ["what stands in both is the same", known, known, ["service:cart > outside:bank:443 50 same"]],
    [
      "what was not there is new",
      { ...cart, called: [...known.called, call("cart", "rates:443", 5)] },
      known,
      ["service:cart > outside:bank:443 50 same", "service:cart > outside:rates:443 5 new"],
    ],
    ["what is no longer there has vanished", cart, known, ["service:cart > outside:bank:443 0 vanished"]],
    [
      "too few calls tell neither",
      { ...cart, called: [call("cart", "rates:443", 4)] },
      { ...cart, called: [call("cart", "bank:443", 4)] },
      ["service:cart > outside:rates:443 4 same"],
    ],
    [
      "nothing is new when nothing is known of before",
      known,
      {},
      ["service:cart > outside:bank:443 50 same"],
    ],
    [
      "a service at a new address is no new edge",
      {
        ...cart,
        called: [call("cart", "10.0.0.2:80", 50)],
        answered: [answer("cart", "10.0.0.2:80", "catalog")],
      },
      {
        ...cart,
        called: [call("cart", "10.0.0.1:80", 50)],
        answered: [answer("cart", "10.0.0.1:80", "catalog")],
      },
      ["service:cart > service:catalog 50 same"],
    ],
    [
      "an answer that was seen in one window only names the address in both",
      {
        ...cart,
        called: [call("cart", "10.0.0.2:80", 50)],
        answered: [answer("cart", "10.0.0.2:80", "catalog")],
      },
      { ...cart, called: [call("cart", "10.0.0.2:80", 50)] },
      ["service:cart > service:catalog 50 same"],
    ],
  ])("%s", (_, now, before, expected) => {
    expect(edges(now, before).toSorted()).toEqual(expected);
  });

  test("figures of both windows stand side by side", () => {
    const { edges } = graphOf(
      seen({ ...cart, called: [call("cart", "bank:443", 50, { errors: 5, durations: took(slow, 50) })] }),
      seen({ ...known, seconds: 50 }),
    );
    expect(edges[0]).toMatchObject({ rate: 0.5, errorRatio: 0.1, before: { rate: 1, errorRatio: 0 } });
    expect(edges[0]?.p95Nano).toBeGreaterThan(edges[0]?.before?.p95Nano ?? Infinity);
  });
});

test("services have the figures of what they were asked, others those of the calls to them", () => {
  const { nodes } = graphOf(
    seen({ ...cart, called: [call("cart", "bank:443", 30, { errors: 3 }), call("catalog", "bank:443", 20)] }),
    seen({ services: [service("catalog"), service("gone")], called: [call("gone", "bank:443", 20)] }),
  );
  expect(nodes.map(({ id, state, rate, errorRatio }) => [id, state, rate, errorRatio])).toEqual([
    ["service:cart", "new", 1, 0.01],
    ["service:catalog", "same", 1, 0.01],
    ["service:gone", "vanished", 0, 0],
    ["outside:bank:443", "same", 0.5, 0.06],
  ]);
});
