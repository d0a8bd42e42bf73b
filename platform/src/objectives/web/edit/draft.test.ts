import { expect, test } from "vitest";
import type { Objective } from "../../api.ts";
import { draftFor, draftOf, isWhole, objectiveOf } from "./draft.ts";

test("a first objective for a service needs nothing more", () => {
  expect(isWhole(draftFor("Cart.Api"))).toBe(true);
  expect(objectiveOf(draftFor("Cart.Api"))).toMatchObject({
    name: "cart-api-availability",
    service: "Cart.Api",
    target: 0.99,
    thresholdMs: null,
  });
});

test("an objective is the same after it was in a form", () => {
  const objective: Objective = {
    ...objectiveOf(draftFor("cart")),
    title: "Cart",
    indicator: "latency",
    thresholdMs: 12.5,
    target: 0.9995,
    labels: { team: "a" },
  };
  expect(objectiveOf(draftOf(objective))).toEqual(objective);
});

test.each([
  ["a name with capitals", { name: "Cart" }],
  ["no service", { service: "" }],
  ["all of them", { targetPercent: "100" }],
  ["no number", { targetPercent: "many" }],
  ["no threshold", { indicator: "latency", thresholdMs: "" }],
] as const)("%s is not enough", (_, part) => {
  expect(isWhole({ ...draftFor("cart"), ...part })).toBe(false);
});
