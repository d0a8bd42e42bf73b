import type { KubeObject } from "@naru/kubernetes";
import { expect, test } from "vitest";
import { changesBetween } from "./changes.ts";
import { factsOf } from "./facts.ts";

const told = (kind: string, ...[before, after]: readonly [object, object]) => {
  const snapshots = [before, after].map((of) => {
    const object = { kind, namespace: "shop", name: "cart" };
    const made = { apiVersion: "v1", kind, metadata: { name: "cart" }, ...of } as KubeObject;
    return { object, workload: object, uid: "1", facts: factsOf(made) };
  });
  return changesBetween(snapshots[0], snapshots[1]).map(({ type, summary }) => `${type}: ${summary}`);
};

const service = (app: string, port: object = { name: "http", port: 80, targetPort: "web" }) => ({
  spec: { selector: { app }, ports: [port] },
});
const ingress = (name: string) => ({
  spec: {
    rules: [
      {
        host: "shop.example",
        http: { paths: [{ path: "/cart", backend: { service: { name, port: { number: 80 } } } }] },
      },
    ],
  },
});

test.each<[what: string, kind: string, before: object, after: object, expected: string[]]>([
  ["a service that stays", "Service", service("cart"), service("cart"), []],
  [
    "a service that selects others",
    "Service",
    service("cart"),
    service("basket"),
    ["reconfigured: selector.app cart → basket"],
  ],
  [
    "a service that leads to another port",
    "Service",
    service("cart"),
    service("cart", { name: "http", port: 80, targetPort: 8081 }),
    ["reconfigured: ports.http 80:web → 80:8081"],
  ],
  [
    "an ingress that leads elsewhere",
    "Ingress",
    ingress("cart"),
    ingress("basket"),
    ["reconfigured: rules.shop.example/cart cart:80 → basket:80"],
  ],
  [
    "an autoscaler that may start fewer",
    "HorizontalPodAutoscaler",
    { spec: { maxReplicas: 9, scaleTargetRef: { kind: "Deployment", name: "cart" } } },
    { spec: { maxReplicas: 2, scaleTargetRef: { kind: "Deployment", name: "cart" } } },
    ["reconfigured: maxReplicas 9 → 2"],
  ],
  [
    "a budget that allows less",
    "PodDisruptionBudget",
    { spec: { minAvailable: 1 } },
    { spec: { minAvailable: 3 } },
    ["reconfigured: minAvailable 1 → 3"],
  ],
  [
    "a quota that is lowered",
    "ResourceQuota",
    { spec: { hard: { pods: "9" } }, status: { used: { pods: "1" } } },
    { spec: { hard: { pods: "2" } }, status: { used: { pods: "1" } } },
    ["reconfigured: hard.pods 9 → 2"],
  ],
  [
    "a quota of which more is used",
    "ResourceQuota",
    { spec: { hard: { pods: "9" } }, status: { used: { pods: "1" } } },
    { spec: { hard: { pods: "9" } }, status: { used: { pods: "8" } } },
    [],
  ],
])("%s", (_, kind, before, after, expected) => {
  expect(told(kind, before, after)).toEqual(expected);
});
