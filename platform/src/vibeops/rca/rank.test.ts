import { describe, expect, test } from "vitest";
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
  test.each([
    ["a first start", changeOf({ name: "catalog", type: "created" })],
    [
      "an autoscaler that adds pods",
      changeOf({ name: "catalog", type: "scaled", differences: replicas("1", "2") }),
    ],
    ["a restart, which follows on trouble", changeOf({ name: "catalog", type: "restart" })],
    ["a change long before", changeOf({ name: "catalog", time: fault - 30 * 60_000 })],
    ["a change after it began", changeOf({ name: "catalog", time: fault + 5 * 60_000 })],
  ])("%s", (_, change) => {
    expect(first([slow], [change])?.changes).toEqual([]);
  });

  test("fewer pods are one", () => {
    const change = changeOf({ name: "catalog", type: "scaled", differences: replicas("3", "1") });
    expect(first([slow], [change])?.changes).toEqual([change]);
  });
});
