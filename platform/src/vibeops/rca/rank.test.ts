import { describe, expect, test } from "vitest";
import type { ChangeRow } from "#kubernetes/api.ts";
import { changeOf, fault, shop } from "./fixture.ts";
import { type Hypothesis, insideOf } from "./causes/hypothesis.ts";
import { suspectsOf } from "./rank.ts";

const hypothesis = (
  row: Partial<Hypothesis> & Pick<Hypothesis, "service" | "kind" | "score">,
): Hypothesis => ({
  rule: "delays",
  subject: "",
  at: fault,
  inside: [],
  facts: [],
  against: [],
  victims: [],
  touches: [],
  ...row,
});

const pool = (name: string) =>
  changeOf({ name, differences: [{ field: "containers.main.env.DB_POOL_MAX", before: "10", after: "1" }] });

const first = (hypotheses: readonly Hypothesis[], changes = [changeOf({ name: "nobody" })]) =>
  suspectsOf(shop({ rate: () => 0.01, changes }), hypotheses)[0];

describe("who is suspected", () => {
  test("what several rules find outweighs what one finds a little more surely", () => {
    const found = first([
      hypothesis({ service: "front", kind: "network", score: 22 }),
      hypothesis({ service: "catalog", kind: "slow-query", score: 20 }),
      hypothesis({ service: "catalog", kind: "pool-exhausted", score: 10, rule: "resources" }),
    ]);
    expect(found?.service).toBe("catalog");
  });

  test.each([
    ["says nothing but a status is told by what has a name", "500 500", "disk-full"],
    ["has words of its own is told by them", "TypeError: no price 500", "code-fault"],
  ])("a failure that %s", (_, failure, kind) => {
    const found = first([
      hypothesis({
        service: "cart",
        kind: "code-fault",
        score: 50,
        rule: "failures",
        inside: [insideOf("operation", "POST /cart"), insideOf("log", failure)],
      }),
      hypothesis({ service: "cart", kind: "disk-full", score: 12, rule: "log-patterns" }),
    ]);
    expect(found).toMatchObject({ service: "cart", kind });
  });

  test("a service that was just released is suspected before one that was not", () => {
    const both = ["front", "cart"].map((service) => hypothesis({ service, kind: "code-fault", score: 20 }));
    expect(first(both, [changeOf({ name: "cart" })])?.service).toBe("cart");
  });

  test("a change of what the trouble names weighs more than any release", () => {
    const found = first(
      [
        hypothesis({ service: "front", kind: "code-fault", score: 20 }),
        hypothesis({ service: "cart", kind: "outside-party", score: 14, touches: ["payment.shop:8081"] }),
      ],
      [
        changeOf({ name: "front" }),
        changeOf({
          name: "cart",
          differences: [
            { field: "env.PAYMENT_URL", before: "http://payment", after: "http://payment.shop:8081" },
          ],
        }),
      ],
    );
    expect(found).toMatchObject({ service: "cart", kind: "config-change" });
    expect(found?.inside[0]).toEqual(
      insideOf("setting", "env.PAYMENT_URL", "http://payment", "http://payment.shop:8081"),
    );
  });

  test("a pool that was made small belongs to whom it was made small for", () => {
    const dry = hypothesis({ service: "catalog", kind: "pool-exhausted", score: 20 });
    expect(first([dry], [pool("cart")])?.changes).toEqual([]);
    expect(first([dry], [pool("catalog")])?.changes).toHaveLength(1);
  });
});

const image = (time: number, before: string, after: string) =>
  changeOf({ name: "catalog", time, differences: [{ field: "containers.main.image", before, after }] });
const secret = changeOf({
  name: "shop",
  object: { kind: "Secret", namespace: "shop", name: "shop" },
  differences: [{ field: "data.database-password", before: "••••", after: "••••" }],
});

describe("a change of something else", () => {
  test("counts for the trouble that names it, not for all troubles of the service", () => {
    const found = first(
      [
        hypothesis({ service: "front", kind: "cpu-contention", score: 20 }),
        hypothesis({
          service: "front",
          kind: "dependency-down",
          score: 3,
          rule: "failures",
          touches: ["warehouse"],
        }),
        hypothesis({ service: "cart", kind: "slow-query", score: 25 }),
      ],
      [
        changeOf({
          name: "warehouse",
          differences: [{ field: "image", before: "warehouse:1", after: "warehouse:2" }],
        }),
      ],
    );
    expect(found?.service).toBe("cart");
  });

  test.each([
    ["a secret that names the database lets it fail", "failures", "database-down", 1],
    ["a secret makes nothing slow", "delays", "slow-dependency", 0],
  ] as const)("%s", (_, rule, kind, count) => {
    const found = first(
      [hypothesis({ service: "cart", kind, rule, score: 20, touches: ["database"] })],
      [secret],
    );
    expect(found?.changes).toHaveLength(count);
  });
});

describe("what is told of a service", () => {
  const unreachable = hypothesis({
    service: "catalog",
    kind: "dependency-down",
    rule: "failures",
    score: 50,
  });
  const killed = hypothesis({
    service: "catalog",
    kind: "memory-leak",
    rule: "kubernetes",
    score: 15,
    at: fault - 20_000,
  });

  test("that can't be reached is what happened to its pods, from then on", () => {
    expect(first([unreachable, killed])).toMatchObject({ kind: "memory-leak", at: fault - 20_000 });
  });

  test("that can't be reached is not memory that a new pod fills as it starts", () => {
    expect(first([unreachable, { ...killed, rule: "resources" }])?.kind).toBe("dependency-down");
  });

  test("whose pods do not get ready is what keeps them from it", () => {
    const unready = hypothesis({
      service: "catalog",
      kind: "readiness-failing",
      rule: "kubernetes",
      score: 40,
    });
    const refused = hypothesis({
      service: "catalog",
      kind: "secret-change",
      rule: "log-patterns",
      score: 12,
    });
    expect(first([unready, refused])?.kind).toBe("secret-change");
  });
});

const replicas = (before: string, after: string) => [{ field: "replicas", before, after }];

test("an outside party that is slow after a roll-back of the service that calls it is still the outside party", () => {
  const slow = hypothesis({
    service: "catalog",
    kind: "outside-party",
    score: 20,
    touches: ["card-network", "catalog-0"],
  });
  const back = changeOf({
    name: "catalog",
    time: fault - 4 * 60_000,
    differences: [
      { field: "containers.main.image", before: "shop/catalog:2", after: "shop/catalog:1" },
      { field: "containers.main.env.CATALOG_NAME", before: "b", after: "a" },
    ],
  });
  expect(first([slow], [back])?.kind).toBe("outside-party");
});

describe("what is no suspect", () => {
  const slow = hypothesis({ service: "catalog", kind: "cpu-contention", score: 20 });
  test.each<[string, ...ChangeRow[]]>([
    ["a first start", changeOf({ name: "catalog", type: "created" })],
    [
      "an autoscaler that adds pods",
      changeOf({ name: "catalog", type: "scaled", differences: replicas("1", "2") }),
    ],
    ["a restart, which follows on trouble", changeOf({ name: "catalog", type: "restart" })],
    ["a change long before", changeOf({ name: "catalog", time: fault - 30 * 60_000 })],
    [
      "a release that was rolled back before",
      image(fault - 4 * 60_000, "a:1", "a:2"),
      image(fault - 2 * 60_000, "a:2", "a:1"),
    ],
    ["a change after it began", changeOf({ name: "catalog", time: fault + 5 * 60_000 })],
  ])("%s", (_, ...changes) => {
    expect(first([slow], changes)?.changes).toEqual([]);
  });

  test("fewer pods are one", () => {
    const change = changeOf({ name: "catalog", type: "scaled", differences: replicas("3", "1") });
    expect(first([slow], [change])?.changes).toEqual([change]);
  });
});
