import { expect, test } from "vitest";
import { type Given, objectsOf, told } from "./fixture.ts";
import { ingressFindings } from "./ingresses.ts";

const backend = (name: string, port: object = { number: 80 }) => ({ service: { name, port } });
const ingress = (to: object, more: object = {}) => ({
  name: "shop",
  spec: { rules: [{ host: "shop.example", http: { paths: [{ path: "/", backend: to }] } }], ...more },
});
const services = [{ name: "storefront", spec: { ports: [{ name: "http", port: 80 }] } }];
const tls = [{ hosts: ["shop.example"], secretName: "shop-tls" }];

test.each<[what: string, given: Given, expected: string[]]>([
  ["an ingress that leads to a service", { services, ingresses: [ingress(backend("storefront"))] }, []],
  ["a port by its name", { services, ingresses: [ingress(backend("storefront", { name: "http" }))] }, []],
  [
    "a service that is not there, with the one that may be meant",
    { services, ingresses: [ingress(backend("storefornt"))] },
    [
      "backend-service-missing Ingress shop: rules.shop.example/ storefornt:80, not storefront (Service storefornt, Service storefront)",
    ],
  ],
  [
    "a port that the service does not offer, with those that it does",
    { services, ingresses: [ingress(backend("storefront", { number: 8080 }))] },
    [
      "backend-port-missing Ingress shop: rules.shop.example/ storefront:8080, not http (80) (Service storefront)",
    ],
  ],
  [
    "a default backend that is not there",
    { services, ingresses: [{ name: "rest", spec: { defaultBackend: backend("gone") } }] },
    ["backend-service-missing Ingress rest: defaultBackend gone:80 (Service gone)"],
  ],
  [
    "a class that is not there, with the only one that is",
    {
      services,
      ingresses: [ingress(backend("storefront"), { ingressClassName: "nginx" })],
      ingressClasses: [{ name: "naru" }],
    },
    [
      "ingress-class-missing Ingress shop: ingressClassName nginx, not naru (IngressClass nginx, Service storefront)",
    ],
  ],
  [
    "a secret that is not there",
    { services, ingresses: [ingress(backend("storefront"), { tls })] },
    ["tls-secret-missing Ingress shop: tls.shop-tls shop-tls (Secret shop-tls, Service storefront)"],
  ],
  [
    "a class and a secret that are there",
    {
      services,
      ingresses: [ingress(backend("storefront"), { tls, ingressClassName: "naru" })],
      ingressClasses: [{ name: "naru" }],
      secrets: [{ name: "shop-tls", data: {} }],
    },
    [],
  ],
  [
    "a resource of somebody's own as a backend",
    { ingresses: [ingress({ resource: { apiGroup: "x", kind: "Bucket", name: "y" } })] },
    [],
  ],
])("%s", (_, given, expected) => {
  expect(told(ingressFindings(objectsOf(given)))).toEqual(expected);
});

test("of kinds that are not known nothing is missing", () => {
  const given = { ingresses: [ingress(backend("gone"), { tls, ingressClassName: "nginx" })] };
  expect(ingressFindings(objectsOf(given, ["services", "secrets", "ingressClasses"]))).toEqual([]);
});
