import { expect, test } from "vitest";
import { ago, deployment, type Given, objectsOf, told } from "./fixture.ts";
import { workloadFindings } from "./workloads.ts";

const refused = (message: string, status = "True") => ({
  conditions: [
    { type: "ReplicaFailure", status, reason: "FailedCreate", message, lastTransitionTime: ago(1) },
  ],
});
const quota =
  'pods "cart-1" is forbidden: exceeded quota: team, requested: pods=1, used: pods=4, limited: pods=4';
const webhook = 'admission webhook "policy.example" denied the request: no team label';
const database = { name: "database", spec: { serviceName: "db", template: { spec: { containers: [] } } } };

test.each<[what: string, given: Given, expected: string[]]>([
  ["a workload that has its pods", { deployments: [deployment("cart", {})] }, []],
  [
    "a quota that is used up, by name",
    { deployments: [deployment("cart", {}, {}, refused(quota))] },
    [`quota-exceeded Deployment cart: FailedCreate "${quota}" (ResourceQuota team)`],
  ],
  [
    "a policy that says no",
    { deployments: [deployment("cart", {}, {}, refused(webhook))] },
    [`pods-refused Deployment cart: FailedCreate "${webhook}"`],
  ],
  ["what was refused before", { deployments: [deployment("cart", {}, {}, refused(quota, "False"))] }, []],
  [
    "a replica set is told of by its deployment",
    {
      replicaSets: [
        { name: "rs", owner: { kind: "Deployment", name: "cart" }, spec: {}, status: refused(quota) },
      ],
    },
    [],
  ],
  [
    "a stateful set whose pods get no names",
    { statefulSets: [database] },
    ["headless-service-missing StatefulSet database: serviceName db (Service db)"],
  ],
  ["a stateful set with its service", { statefulSets: [database], services: [{ name: "db" }] }, []],
])("%s", (_, given, expected) => {
  expect(told(workloadFindings(objectsOf(given)))).toEqual(expected);
});
