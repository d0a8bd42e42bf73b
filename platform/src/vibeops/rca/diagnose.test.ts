import { describe, expect, test } from "vitest";
import { diagnose } from "./diagnose.ts";
import {
  changeOf,
  fault,
  podOf,
  type Request,
  select,
  shop,
  type ShopOptions,
  window,
  workloadOf,
} from "./fixture.ts";
import type { Diagnosis } from "./diagnosis/api.ts";

const first = ({ causes }: Diagnosis) => {
  const [cause] = causes;
  return cause && { service: cause.service, kind: cause.kind };
};

const long = (request: Request) => void (request.frontMs += 150);
const setting = (field: string, before: string, after: string) => ({ field, before, after });

const troubles: readonly {
  readonly name: string;
  readonly options: ShopOptions;
  readonly cause: { readonly service: string; readonly kind: string };
  readonly inside?: string;
}[] = [
  {
    name: "a statement that became slow is the cause, not those who wait for it",
    options: { change: (request) => void (request.queryMs += 300) },
    cause: { service: "catalog", kind: "slow-query" },
    inside: select,
  },
  {
    name: "a method that takes longer by itself is the cause, whoever calls it",
    options: { change: (request) => void (request.catalogMs += 200) },
    cause: { service: "catalog", kind: "code-fault" },
    inside: "GET /products",
  },
  {
    name: "a query in a loop is told from a slow query",
    options: { change: (request) => void (request.queries = 24) },
    cause: { service: "catalog", kind: "n-plus-one" },
    inside: select,
  },
  {
    name: "a slow way to a service is the network's, while its work takes as long as ever",
    options: { change: (request) => void (request.wayMs += 400) },
    cause: { service: "catalog", kind: "network" },
    inside: "network",
  },
  {
    name: "one slow pod of two is one bad pod",
    options: { change: slowPod },
    cause: { service: "catalog", kind: "bad-pod" },
    inside: "catalog-1",
  },
  {
    name: "what makes some requests much slower comes before what makes all of them hardly slower",
    options: {
      change: (request) => {
        request.catalogMs += 4;
        if (request.index % 2 === 0) request.cartMs += 300;
      },
    },
    cause: { service: "cart", kind: "code-fault" },
  },
  {
    name: "a service that can't be reached is the cause, not the one that says so",
    options: { change: (request) => void (request.cartFailure = "Error: connect ECONNREFUSED 10.0.0.3:80") },
    cause: { service: "cart", kind: "dependency-down" },
  },
  {
    name: "an exception is where it is thrown",
    options: { change: (request) => void (request.catalogFailure = "TypeError: no price") },
    cause: { service: "catalog", kind: "code-fault" },
    inside: "TypeError: no price",
  },
  {
    name: "code that goes another way is found though nothing fails and nothing is slow",
    options: { change: (request) => void (request.steps = ["Catalog#10", "Catalog#15"]) },
    cause: { service: "catalog", kind: "code-fault" },
    inside: "Catalog#10 → Catalog#20",
  },
  {
    name: "a pool that was made small is named with its setting",
    options: {
      change: (request) => void (request.catalogFailure = "Error: timeout exceeded when trying to connect"),
      changes: [
        changeOf({
          name: "catalog",
          differences: [setting("containers.main.env.DB_POOL_MAX", "10", "1")],
          summary: "env.DB_POOL_MAX 10 → 1",
        }),
      ],
    },
    cause: { service: "catalog", kind: "pool-exhausted" },
    inside: "env.DB_POOL_MAX",
  },
  {
    name: "a wrong address is the setting's that was changed, from when it was",
    options: {
      change: (request) => void (request.cartPeer = "cart.shop:81"),
      changes: [
        changeOf({
          name: "front",
          differences: [setting("containers.main.env.CART_URL", "http://cart", "http://cart.shop:81")],
          summary: "env.CART_URL http://cart → http://cart.shop:81",
        }),
      ],
    },
    cause: { service: "front", kind: "config-change" },
    inside: "env.CART_URL",
  },
  {
    name: "an image that can't be pulled is what the cluster says it is",
    options: {
      change: (request) => void (request.cartFailure = "Error: connect ECONNREFUSED 10.0.0.3:80"),
      workloads: [workloadOf({ name: "cart", state: "failed", ready: 0 })],
      pods: [podOf("cart", { reason: "ImagePullBackOff", message: "Back-off pulling image shop/cart:2.0" })],
    },
    cause: { service: "cart", kind: "image-pull" },
    inside: "shop/cart:2.0",
  },
];

function slowPod(request: Request): void {
  if (request.catalogPod === "catalog-1") request.catalogMs += 200;
}

describe("what is wrong", () => {
  test.each(troubles)("$name", ({ options, cause, inside }) => {
    const found = diagnose(shop(options));
    expect(first(found)).toEqual(cause);
    expect(found.verdict).toBe("cause");
    if (inside !== undefined) expect(found.causes[0]?.inside.map(({ name }) => name)).toContain(inside);
    expect(Math.abs((found.onset ?? 0) - fault), "from its onset").toBeLessThan(40_000);
    for (const told of found.causes) expectWords(told);
  });
});

/** Every cause says what, why and what to do, in both languages. */
function expectWords({ headline, why, evidence, now }: Diagnosis["causes"][number]): void {
  expect(why.length).toBeGreaterThan(0);
  for (const { en, ko } of [headline, ...why, ...[...evidence, ...now].map(({ words }) => words)]) {
    expect(en).not.toBe("");
    expect(ko).toMatch(/[가-힣]/);
    expect(`${en}${ko}`).not.toMatch(/undefined|NaN/);
  }
}

describe("what is not wrong", () => {
  test("a quiet shop is healthy", () => {
    expect(diagnose(shop())).toMatchObject({ verdict: "healthy", causes: [], onset: null });
  });

  test("a harmless release of another service at the same moment is not blamed, and that is said", () => {
    const found = diagnose(
      shop({
        change: (request) => void (request.queryMs += 300),
        changes: [changeOf({ name: "cart", summary: "image shop/cart:1 → shop/cart:2" })],
      }),
    );
    expect(first(found)?.service).toBe("catalog");
    expect(found.ruledOut).toContainEqual(expect.objectContaining({ service: "cart", kind: "release" }));
    expect(found.changes.filter(({ isSuspect }) => isSuspect)).toEqual([]);
  });

  test("a release alone, with nothing odd after it, is no incident", () => {
    const changes = [changeOf({ name: "catalog", summary: "image shop/catalog:1 → shop/catalog:2" })];
    expect(diagnose(shop({ changes })).verdict).toBe("healthy");
  });

  test.each([
    ["a hiccup that makes everything twice as slow for some seconds is no incident", 20_000, 2, "healthy"],
    ["what is twice as slow for minutes is one", 180_000, 2, "cause"],
    ["what is ten times as slow for some seconds is one", 20_000, 10, "cause"],
  ])("%s", (_, lastMs, factor, verdict) => {
    const change: ShopOptions["change"] = (request) => {
      if (request.at < window.to - lastMs) return;
      request.frontMs *= factor;
      request.wayMs *= factor;
      request.catalogMs *= factor;
      request.queryMs *= factor;
    };
    expect(diagnose(shop({ rate: () => 5, change })).verdict).toBe(verdict);
  });

  test.each([
    ["a few milliseconds more, for a minute, of what takes long are no incident", 60_000, "healthy"],
    ["for minutes they are one", 290_000, "cause"],
  ])("%s", (_, lastMs, verdict) => {
    const change: ShopOptions["change"] = (request) => {
      long(request);
      if (request.at >= window.to - lastMs) request.queryMs += 5;
    };
    expect(diagnose(shop({ usual: long, change })).verdict).toBe(verdict);
  });

  test("more requests that are served as quickly as before are no incident", () => {
    expect(diagnose(shop({ rate: (at) => (at < fault ? 1 : 4) })).verdict).toBe("healthy");
  });
});

test("more requests than can be served are a surge, not a fault", () => {
  const found = diagnose(
    shop({
      rate: (at) => (at < fault ? 1 : 6),
      change: (request) => {
        request.frontMs *= 20;
        request.catalogMs *= 20;
        request.cartMs *= 20;
      },
    }),
  );
  expect(found.causes[0]?.kind).toBe("load-surge");
});

test("the way from what users feel to the cause is told", () => {
  const found = diagnose(shop({ change: (request) => void (request.queryMs += 300) }));
  expect(found.causes[0]?.path).toEqual(["front", "catalog"]);
  expect(found.symptoms[0]).toMatchObject({ service: "front", code: "slower" });
});

test("how far it reaches is counted from the onset on", () => {
  const found = diagnose(
    shop({ change: (request) => void (request.cartFailure = "Error: connect ECONNREFUSED") }),
  );
  expect(found.impact.failed).toBeGreaterThan(250);
  expect(found.impact.services).toContain("front");
});

const timeless = ({ stages: _stages, ...rest }: Diagnosis) => rest;

test("the same scene gives the same answer", () => {
  const scene = shop({ change: (request) => void (request.queryMs += 300) });
  expect(timeless(diagnose(scene))).toEqual(timeless(diagnose(scene)));
});
