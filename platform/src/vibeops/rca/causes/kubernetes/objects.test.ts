import { describe, expect, test } from "vitest";
import type { Finding } from "#kubernetes/api.ts";
import { diagnose } from "../../diagnose.ts";
import { changeOf, fault, shop, type ShopOptions, window, workloadOf } from "../../fixture.ts";
import { leastTrouble } from "../../confidence.ts";
import type { Scene } from "../../scene/scene.ts";
import { objectTrouble } from "./objects.ts";

const findingOf = (row: Partial<Finding> & Pick<Finding, "reason">): Finding => ({
  cluster: "local",
  object: { kind: "Service", namespace: "shop", name: "cart" },
  touches: [],
  since: null,
  field: "",
  found: "",
  wanted: "",
  message: "",
  ...row,
});

const ref = (kind: string, name: string) => ({ kind, namespace: "shop", name });
const selector = findingOf({
  reason: "selector-matches-nothing",
  touches: [ref("Deployment", "cart")],
  field: "selector.app",
  found: "crat",
  wanted: "cart",
});
const selected = changeOf({
  name: "cart",
  object: ref("Service", "cart"),
  workload: ref("Service", "cart"),
  type: "reconfigured",
  time: fault,
  summary: "selector.app cart → crat",
  differences: [{ field: "selector.app", before: "cart", after: "crat" }],
});
const earlier = window.from - 30 * 60_000;
const first = (options: ShopOptions) => objectTrouble(shop({ rate: () => 0.1, ...options }))[0];

describe("what began in the window", () => {
  const facts: readonly [string, Finding, ShopOptions, { kind: string; service: string; score: number }][] = [
    [
      "a selector, from when it was changed",
      selector,
      { changes: [selected] },
      { kind: "selector", service: "cart", score: 40 },
    ],
    [
      "a selector of a service to which nothing is sent",
      { ...selector, object: ref("Service", "reports"), touches: [ref("Deployment", "reports")] },
      { changes: [{ ...selected, object: ref("Service", "reports") }] },
      { kind: "selector", service: "reports", score: 9 },
    ],
    [
      "a label that a deployment's pods had",
      selector,
      {
        changes: [
          changeOf({
            name: "cart",
            time: fault,
            differences: [{ field: "template.labels.app", before: "crat", after: "cart" }],
          }),
        ],
      },
      { kind: "selector", service: "cart", score: 40 },
    ],
    [
      "an ingress whose service was deleted",
      findingOf({
        reason: "backend-service-missing",
        object: ref("Ingress", "shop"),
        touches: [ref("Service", "front")],
        field: "rules.*/",
        found: "front:80",
      }),
      {
        changes: [changeOf({ name: "front", object: ref("Service", "front"), type: "deleted", time: fault })],
      },
      { kind: "routing", service: "front", score: 40 },
    ],
    [
      "a key that was taken out of a config map",
      findingOf({
        reason: "key-missing",
        object: ref("Deployment", "cart"),
        touches: [ref("ConfigMap", "settings")],
        field: "containers.main.env.LEVEL",
        found: "level",
      }),
      {
        changes: [
          changeOf({
            name: "settings",
            object: ref("ConfigMap", "settings"),
            type: "config",
            time: fault,
            differences: [{ field: "data.level", before: "info", after: "" }],
          }),
        ],
      },
      { kind: "missing-config", service: "cart", score: 9 },
    ],
    [
      "pods that a quota forbids, as the deployment says since when",
      findingOf({ reason: "quota-exceeded", object: ref("Deployment", "cart"), since: fault }),
      {},
      { kind: "quota", service: "cart", score: 14 },
    ],
    [
      "a job that failed",
      findingOf({ reason: "job-failed", object: ref("Job", "load"), since: fault }),
      {},
      { kind: "job-failed", service: "load", score: 9 },
    ],
    [
      "an autoscaler at its maximum, which is no trouble by itself",
      findingOf({
        reason: "at-maximum",
        object: ref("HorizontalPodAutoscaler", "cart"),
        touches: [ref("Deployment", "cart")],
        since: fault,
      }),
      {},
      { kind: "scaling", service: "cart", score: 2 },
    ],
  ];
  test.each(facts)("%s", (_, finding, options, { kind, service, score }) => {
    expect(first({ findings: [finding], ...options })).toMatchObject({ kind, service, score, at: fault });
  });
});

describe("what was so before the window", () => {
  test.each<[string, Finding, ShopOptions]>([
    ["a selector that nobody changed", selector, {}],
    ["a selector that was changed long before", selector, { changes: [{ ...selected, time: earlier }] }],
    [
      "a job that failed long before",
      findingOf({ reason: "job-failed", object: ref("Job", "load"), since: earlier }),
      {},
    ],
    [
      "another change of the same service",
      selector,
      {
        changes: [{ ...selected, differences: [{ field: "ports.http", before: "80:80", after: "80:http" }] }],
      },
    ],
    [
      "a quota while all pods that are wanted serve",
      findingOf({ reason: "quota-exceeded", object: ref("Deployment", "cart"), since: earlier }),
      { workloads: [workloadOf({ name: "cart", ready: 2, desired: 2 })] },
    ],
  ])("%s is not blamed, even beside a change", (_, finding, options) => {
    const found = first({ findings: [finding], ...options });
    expect((found?.score ?? 0) * 2).toBeLessThan(leastTrouble);
    expect(found?.facts[0]?.values["standing"]).toBe("yes");
    expect(diagnose(shop({ rate: () => 0.1, findings: [finding], ...options })).verdict).toBe("healthy");
  });

  test("is not blamed for what begins elsewhere in the window", () => {
    const found = diagnose(
      shop({ findings: [selector], change: (request) => void (request.queryMs += 300) }),
    );
    expect(found.causes[0]).toMatchObject({ service: "catalog", kind: "slow-query" });
    expect(found.causes.map(({ service }) => service)).not.toContain("cart");
  });

  test.each([
    [0, 40],
    [1, 14],
  ])("weighs as long as pods are missing for it: %i of 2 ready", (ready, score) => {
    const finding = findingOf({
      reason: "quota-exceeded",
      object: ref("Deployment", "cart"),
      since: earlier,
    });
    const workloads = [workloadOf({ name: "cart", ready, desired: 2 })];
    expect(first({ findings: [finding], workloads })?.score).toBe(score);
  });
});

const refused = "Error: connect ECONNREFUSED 10.0.0.3:80";
/** A shop whose cart is reached by the address of its Service, until it is not. */
const cutOff = (options: ShopOptions): Scene => ({
  ...shop({ change: (request) => void (request.cartFailure = refused), ...options }),
  hosts: new Map([["10.0.0.3", "cart"]]),
});

describe("what callers meet", () => {
  test("calls that come through no more tell when a selector broke that nobody saw change", () => {
    const [found] = objectTrouble(cutOff({ findings: [selector] }));
    expect(found).toMatchObject({ kind: "selector", score: 40 });
    expect(Math.abs((found?.at ?? 0) - fault)).toBeLessThan(5000);
  });

  test("where calls came through no more before the window it still counts, and is not told as new", () => {
    const late = { ...cutOff({ findings: [selector] }), window: { from: fault + 60_000, to: window.to } };
    const [found] = objectTrouble(late);
    expect(found).toMatchObject({ score: 14, at: late.window.from });
    expect(found?.facts[0]?.values["standing"]).toBe("yes");
  });

  test("calls that another Service of the same pods loses are not this one's", () => {
    const finding = { ...selector, object: ref("Service", "cart-metrics") };
    expect(objectTrouble(cutOff({ findings: [finding] }))[0]?.score).toBeLessThan(leastTrouble / 2);
  });

  test("one that is refused because nothing is selected has the selector as its cause, with what to set", () => {
    const found = diagnose(cutOff({ findings: [selector], changes: [selected] }));
    const [cause] = found.causes;
    expect(cause).toMatchObject({ kind: "selector", service: "cart" });
    expect(cause?.evidence.map(({ words }) => words.en)).toEqual(
      expect.arrayContaining([
        "Service shop/cart selects no pod: its selector says app=crat; Deployment shop/cart has app=cart.",
        "Service shop/cart was changed at that moment: selector.app cart → crat.",
      ]),
    );
    expect(cause?.now).toMatchObject([
      {
        kind: "fix-config",
        words: {
          en: "Set selector.app of Service shop/cart to cart.",
          ko: "Service shop/cart의 selector.app 값을 cart(으)로 설정합니다.",
        },
        values: { object: "Service shop/cart", field: "selector.app", value: "cart" },
      },
    ]);
    expect(cause?.inside[0]).toMatchObject({ before: "cart", after: "crat" });
    expect(cause?.evidence.map(({ link }) => link)).toContain("/objects/local/Service/cart?namespace=shop");
  });
});

test("one secret that is not there is one trouble, whoever needs it", () => {
  const findings = ["cart", "catalog", "front"].map((name) =>
    findingOf({
      reason: "reference-missing",
      object: ref("Deployment", name),
      touches: [ref("Secret", "shop")],
      field: `containers.${name}.env.PASSWORD`,
      found: "shop",
    }),
  );
  const deleted = changeOf({ name: "shop", object: ref("Secret", "shop"), type: "deleted", time: fault });
  const found = objectTrouble(shop({ rate: () => 0.1, findings, changes: [deleted] }));
  expect(found).toMatchObject([{ service: "cart", victims: ["catalog", "front"], at: fault }]);
  expect(found[0]?.facts).toHaveLength(3);
});

test("budgets keep no request from anybody", () => {
  const findings = [findingOf({ reason: "budget-never-allows", since: fault })];
  expect(first({ findings })).toBeUndefined();
});

test("what is only just there is no trouble yet", () => {
  expect(first({ findings: [selector], changes: [{ ...selected, time: window.to - 5000 }] })).toBeUndefined();
});
