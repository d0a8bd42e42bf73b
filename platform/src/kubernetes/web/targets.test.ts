import { expect, it } from "vitest";
import { targetOf } from "./targets.ts";

const at = { cluster: "east", namespace: "shop", name: "cart" };

it.each([
  ["Deployment", { to: "/workloads/east/Deployment/shop/cart" }],
  ["Pod", { to: "/pods/east/shop/cart" }],
  ["Node", { to: "/nodes/east/cart" }],
  ["Service", { to: "/objects/east/Service/cart", search: { apiVersion: "", namespace: "shop" } }],
])("a %s has its page", (kind, target) => expect(targetOf({ ...at, kind })).toEqual(target));

it("a name may hold what paths may not", () => {
  expect(targetOf({ ...at, kind: "ClusterRole", name: "system:node/x" }).to).toBe(
    "/objects/east/ClusterRole/system%3Anode%2Fx",
  );
});
