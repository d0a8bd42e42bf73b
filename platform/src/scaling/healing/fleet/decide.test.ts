import { describe, expect, test } from "vitest";
import { decide, type Fleet, type SickPod, type Ward } from "./decide.ts";

const minute = 60_000;
const now = 100 * minute;

const ward = (of: Partial<Ward> = {}): Ward => ({
  policy: "act",
  ready: 4,
  desired: 4,
  judged: 4,
  isSettled: true,
  ...of,
});
const pod = (id: string, of: Partial<SickPod> = {}): SickPod => ({
  id,
  cluster: "east",
  workload: "east/shop/Deployment/cart",
  node: "node-1",
  ...of,
});
const others = Object.fromEntries(
  ["pay", "mail", "web", "stock", "search", "login", "ads"].map((name) => [
    `east/shop/Deployment/${name}`,
    ward(),
  ]),
);
const cart = "east/shop/Deployment/cart";
const fleet = (
  of: Partial<Omit<Fleet, "wards">> & { cart?: Partial<Ward>; ago?: readonly number[] } = {},
): Fleet => ({
  now,
  wards: new Map(Object.entries({ ...others, [cart]: ward(of.cart) })),
  sick: [pod("cart-1")],
  callers: new Set(),
  blind: new Set(),
  nodes: new Map([["east", 3]]),
  replacements: (of.ago ?? []).map((ago) => ({ cluster: "east", workload: cart, at: now - ago * minute })),
  ...of,
});
const elsewhere = (id: string, workload: string, node: string) =>
  pod(id, { workload: `east/shop/Deployment/${workload}`, node });

describe("a pod that is sick is", () => {
  test.each<[string, Fleet, string]>([
    ["taken out where that is asked for", fleet(), "evict"],
    ["only told of where advice is asked for", fleet({ cart: { policy: "advise" } }), "advise"],
    ["left while its cluster is not seen", fleet({ blind: new Set(["east"]) }), "blind"],
    ["taken out while another cluster is not seen", fleet({ blind: new Set(["west"]) }), "evict"],
    ["left while a release is under way", fleet({ cart: { isSettled: false } }), "rollout"],
    ["left where it only fails at another sick pod", fleet({ callers: new Set(["cart-1"]) }), "caller"],
    ["left where two of four are sick", fleet({ sick: [pod("cart-1"), pod("cart-2")] }), "many"],
    [
      "taken out where two of six are sick",
      fleet({ sick: [pod("cart-1"), pod("cart-2")], cart: { judged: 6, ready: 6, desired: 6 } }),
      "evict",
    ],
    [
      "left where pods of others are sick on its node only",
      fleet({ sick: [pod("cart-1"), elsewhere("pay-1", "pay", "node-1")] }),
      "node",
    ],
    [
      "taken out where two of eight workloads have a sick pod",
      fleet({ sick: [pod("cart-1"), elsewhere("pay-1", "pay", "node-2")] }),
      "evict",
    ],
    [
      "left where three of eight have",
      fleet({
        sick: [pod("cart-1"), elsewhere("pay-1", "pay", "node-2"), elsewhere("web-1", "web", "node-3")],
      }),
      "fleet",
    ],
    [
      "taken out where the others only fail at it",
      fleet({
        sick: [pod("cart-1"), elsewhere("pay-1", "pay", "node-2"), elsewhere("web-1", "web", "node-3")],
        callers: new Set(["pay-1", "web-1"]),
      }),
      "evict",
    ],
    ["left while its workload lacks a pod", fleet({ cart: { ready: 3 } }), "unready"],
    ["left where one was replaced half a minute ago", fleet({ ago: [0.5] }), "pace"],
    ["taken out where one was two minutes ago", fleet({ ago: [2] }), "evict"],
    ["left where three were and it did not help", fleet({ ago: [2, 8, 20] }), "again"],
    ["taken out where that is longer ago", fleet({ ago: [2, 8, 31] }), "evict"],
    [
      "taken out where four of a hundred were",
      fleet({ ago: [2, 4, 6, 8], cart: { judged: 100, ready: 100, desired: 100 } }),
      "evict",
    ],
    [
      "left where the cluster had five of others replaced lately",
      fleet({
        replacements: ["pay", "mail", "web", "ads", "login"].map((name, i) => ({
          cluster: "east",
          workload: `east/shop/Deployment/${name}`,
          at: now - (i + 1) * minute,
        })),
      }),
      "pace",
    ],
    [
      "taken out where another cluster had",
      fleet({
        replacements: [1, 2, 3, 4, 5].map((ago) => ({
          cluster: "west",
          workload: "west/shop/Deployment/cart",
          at: now - ago * minute,
        })),
      }),
      "evict",
    ],
  ])("%s", (_, of, expected) => {
    const decision = decide(pod("cart-1"), of);
    expect(decision.kind === "hold" ? decision.why : decision.kind).toBe(expected);
  });

  test("left where its workload is not known any more", () => {
    expect(decide(pod("x", { workload: "east/shop/Deployment/gone" }), fleet())).toEqual({
      kind: "hold",
      why: "blind",
    });
  });
});
