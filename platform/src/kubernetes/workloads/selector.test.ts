import { expect, test } from "vitest";
import { type LabelSelector, matches } from "./selector.ts";

const labels = { app: "cart", tier: "web" };
const expression = (key: string, operator: string, ...values: string[]): LabelSelector => ({
  matchExpressions: [{ key, operator, values }],
});

test.each<[LabelSelector | undefined, boolean]>([
  [{}, true],
  [undefined, false],
  [{ matchLabels: { app: "cart" } }, true],
  [{ matchLabels: { app: "cart", tier: "cache" } }, false],
  [expression("tier", "In", "web", "api"), true],
  [expression("tier", "NotIn", "web"), false],
  [expression("zone", "NotIn", "a"), true],
  [expression("zone", "Exists"), false],
  [expression("zone", "DoesNotExist"), true],
])("%j takes app=cart,tier=web: %s", (selector, expected) => {
  expect(matches(selector, labels)).toBe(expected);
});
