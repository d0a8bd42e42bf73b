import { expect, test } from "vitest";
import { pathOf, type Place } from "./kind.ts";
import { kinds } from "./kinds.ts";

test.each<[keyof typeof kinds, Place, string]>([
  ["pods", {}, "/api/v1/pods"],
  ["pods", { namespace: "shop" }, "/api/v1/namespaces/shop/pods"],
  ["nodes", { namespace: "shop", name: "a" }, "/api/v1/nodes/a"],
  [
    "deployments",
    { namespace: "shop", name: "cart", subresource: "scale" },
    "/apis/apps/v1/namespaces/shop/deployments/cart/scale",
  ],
])("%s %j is at %s", (kind, place, path) => {
  expect(pathOf(kinds[kind], place)).toBe(path);
});

test.each(["..", ".", "", "a/b", "%2e%2e"])("%j is no name in a path", (name) => {
  expect(() => pathOf(kinds.pods, { namespace: "shop", name })).toThrow(/no name/);
});

test("what a name may hold is encoded", () => {
  expect(pathOf(kinds.pods, { namespace: "shop", name: "a b?c" })).toBe(
    "/api/v1/namespaces/shop/pods/a%20b%3Fc",
  );
});
