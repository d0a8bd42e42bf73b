import { expect, test } from "vitest";
import { type KnownPod, relationsOf } from "./relations.ts";
import type { NamedPod } from "./store.ts";

const named = (of: Partial<NamedPod>): NamedPod => ({
  service: "cart",
  cluster: "",
  namespace: "shop",
  pod: "cart-1-a",
  uid: "",
  node: "",
  kind: "",
  workload: "",
  ...of,
});
const known = (of: Partial<KnownPod>): KnownPod => ({
  cluster: "east",
  namespace: "shop",
  name: "cart-1-a",
  uid: "1",
  node: "n1",
  workload: { kind: "Deployment", namespace: "shop", name: "cart" },
  ...of,
});
const both = [known({}), known({ cluster: "west", uid: "2" })];

test.each<[string, NamedPod, KnownPod[], string[]]>([
  ["by its uid", named({ uid: "1" }), both, ["east Deployment cart true"]],
  ["by its name, where only one has it", named({}), [known({})], ["east Deployment cart true"]],
  ["by its name and its cluster's", named({ cluster: "west" }), both, ["west Deployment cart true"]],
  ["not by a name that two have", named({}), both, [" Pod cart-1-a false"]],
  [
    "not by a name that was given again",
    named({ uid: "9", kind: "Deployment", workload: "cart" }),
    [known({})],
    [" Deployment cart false"],
  ],
])("a service is found in a cluster %s", (_, pod, pods, expected) => {
  const told = relationsOf([pod], pods).map(
    ({ cluster, workload, pods: [first] }) => `${cluster} ${workload.kind} ${workload.name} ${first?.exists}`,
  );
  expect(told).toEqual(expected);
});

test("pods of one service and workload are told together", () => {
  const pods = [known({}), known({ name: "cart-1-b", uid: "2" })];
  expect(relationsOf([named({ uid: "1" }), named({ uid: "2" })], pods)).toMatchObject([
    { service: "cart", pods: [{ name: "cart-1-a" }, { name: "cart-1-b" }] },
  ]);
});
