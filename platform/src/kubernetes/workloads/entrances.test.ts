import { expect, test } from "vitest";
import type { Cluster } from "../clusters/cluster.ts";
import { entrancesOf } from "./entrances.ts";

const labels = { app: "cart", tier: "web" };
const metadata = (name: string) => ({ name, namespace: "shop" });
const cart = { kind: "Deployment", namespace: "shop", name: "cart" };

const service = (name: string, spec: object) => ({ metadata: metadata(name), spec });
const route = (name: string) => ({
  metadata: metadata("front"),
  spec: { rules: [{ http: { paths: [{ backend: { service: { name } } }] } }] },
});

const listing = (objects: readonly object[]) => ({ list: () => objects });

function clusterOf(services: readonly object[], ingresses: readonly object[]): Cluster {
  const workload = { metadata: metadata("cart"), spec: { template: { metadata: { labels } } } };
  const getting = { get: (_: string, name: string) => (name === "cart" ? workload : undefined) };
  const caches = {
    deployments: getting,
    statefulSets: getting,
    services: listing(services),
    ingresses: listing(ingresses),
  };
  return { caches } as unknown as Cluster;
}

const headless = { selector: { app: "cart" }, clusterIP: "None" };

test.each<[string, object, readonly object[], readonly string[]]>([
  ["an address of its own", { selector: { app: "cart" }, clusterIP: "10.0.0.1" }, [], ["web"]],
  ["no address", headless, [], []],
  ["no address, but an Ingress", headless, [route("web")], ["web"]],
  [
    "no address, but a default of an Ingress",
    headless,
    [{ spec: { defaultBackend: { service: { name: "web" } } } }],
    ["web"],
  ],
  ["no address, and an Ingress that names another one", headless, [route("other")], []],
  ["a selector that takes other pods", { selector: { app: "mail" }, clusterIP: "10.0.0.1" }, [], []],
  ["no selector", { clusterIP: "10.0.0.1" }, [], []],
  [
    "a name outside the cluster",
    { selector: { app: "cart" }, type: "ExternalName", externalName: "a.b" },
    [],
    [],
  ],
])("a Service with %s", (_, spec, ingresses, expected) => {
  expect(entrancesOf(clusterOf([service("web", spec)], ingresses), cart)).toEqual(expected);
});

test("a workload that is not there is reached by nothing", () => {
  const all = service("all", { selector: { app: "cart" }, clusterIP: "10.0.0.1" });
  expect(entrancesOf(clusterOf([all], []), { ...cart, name: "gone" })).toEqual([]);
});
