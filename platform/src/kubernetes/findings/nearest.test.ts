import { expect, test } from "vitest";
import { nearest } from "./nearest.ts";

test.each<[name: string, names: string[], expected: string | undefined]>([
  ["crat", ["cart", "order"], "cart"],
  ["cart", ["shop-cart", "order"], "shop-cart"],
  ["cart-service", ["cart", "order"], "cart"],
  ["storefornt", ["storefront"], "storefront"],
  ["basket", ["cart", "order"], undefined],
  ["db", ["dc"], undefined],
  ["a", [], undefined],
])("%s of %j is %s", (name, names, expected) => {
  expect(nearest(name, names)).toBe(expected);
});
