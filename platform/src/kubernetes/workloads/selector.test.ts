import { expect, test } from "vitest";
import { type LabelSelector, matches, selectorIn } from "./selector.ts";

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

test.each<[string, boolean]>([
  ["", true],
  ["app=cart", true],
  ["app==cart, tier=web", true],
  ["app=cart,tier!=web", false],
  ["tier in (api, web),app", true],
  ["tier notin (api,web)", false],
  ["!zone", true],
  ["zone", false],
  ["zone!=a", true],
])("the text %j takes app=cart,tier=web: %s", (text, expected) => {
  expect(matches(selectorIn(text), labels)).toBe(expected);
});

test.each(["!app=cart", "app=a=b", "app in cart", "=cart", "app in (a"])("%s is no selector", (text) => {
  expect(selectorIn(text)).toBeUndefined();
});
