import { expect, test } from "vitest";
import { deployment, type Given, objectsOf, pod, told } from "./fixture.ts";
import { serviceFindings } from "./services.ts";

const service = (selector: object, ports: readonly object[] = [], more: object = {}) => ({
  name: "cart",
  spec: { selector, ports, ...more },
});
const labels = { app: "cart", tier: "backend" };
const cart = { deployments: [deployment("cart", labels)], pods: [pod("cart-1", labels)] };
const http = { name: "http", port: 80, targetPort: "http" };
const opens = (name: string) => ({
  containers: [{ name: "main", ports: [{ name, containerPort: 8080 }] }],
});

test.each<[what: string, given: Given, expected: string[]]>([
  ["a service that takes its pods", { ...cart, services: [service({ app: "cart" })] }, []],
  [
    "one letter that differs, with the value that it should have",
    { ...cart, services: [service({ app: "crat" })] },
    ["selector-matches-nothing Service cart: selector.app crat, not cart (Deployment cart)"],
  ],
  [
    "another value, where the workload has the service's name",
    { ...cart, services: [service({ app: "basket" })] },
    ["selector-matches-nothing Service cart: selector.app basket, not cart (Deployment cart)"],
  ],
  [
    "one label of two",
    { ...cart, services: [service({ app: "cart", tier: "web" })] },
    ["selector-matches-nothing Service cart: selector.tier web, not backend (Deployment cart)"],
  ],
  [
    "one label of two, of the only workload that has the other",
    {
      deployments: [deployment("basket", { app: "basket", part: "shop" })],
      services: [service({ app: "x", part: "shop" })],
    },
    ["selector-matches-nothing Service cart: selector.app x, not basket (Deployment basket)"],
  ],
  [
    "nobody who could be meant: then nobody is named",
    {
      deployments: [deployment("a", { app: "a", part: "shop" }), deployment("b", { app: "b", part: "shop" })],
      services: [service({ app: "x", part: "shop" })],
    },
    ["selector-matches-nothing Service cart: selector.app x"],
  ],
  [
    "pods that nothing made",
    { pods: [{ ...pod("cart", labels), owner: undefined }], services: [service({ app: "carts" })] },
    ["selector-matches-nothing Service cart: selector.app carts, not cart (Pod cart)"],
  ],
  [
    "a workload that is scaled to nothing is not the selector's",
    { deployments: cart.deployments, services: [service({ app: "cart" })] },
    [],
  ],
  [
    "pods that are not ready are their own matter",
    {
      ...cart,
      pods: [{ ...pod("cart-1", labels), status: { phase: "Pending" } }],
      services: [service(labels)],
    },
    [],
  ],
  ["a service without a selector has endpoints from elsewhere", { services: [service({})] }, []],
  ["a service that is only a name", { services: [service({ app: "x" }, [], { type: "ExternalName" })] }, []],
  [
    "a target port by a name that no container has",
    {
      pods: [pod("cart-1", labels, opens("web"))],
      services: [service(labels, [http])],
    },
    ["target-port-missing Service cart: ports.http http, not web"],
  ],
  [
    "a target port by a name that a container has",
    { pods: [pod("cart-1", labels, opens("http"))], services: [service(labels, [http])] },
    [],
  ],
  [
    "a target port by number may be open without being declared",
    {
      pods: [pod("cart-1", labels, opens("http"))],
      services: [service(labels, [{ port: 80, targetPort: 9090 }])],
    },
    [],
  ],
])("%s", (_, given, expected) => {
  expect(told(serviceFindings(objectsOf(given)))).toEqual(expected);
});

test("while not all pods are known nothing is said", () => {
  const given = { deployments: cart.deployments, services: [service({ app: "crat" })] };
  expect(serviceFindings(objectsOf(given, ["pods"]))).toEqual([]);
});
