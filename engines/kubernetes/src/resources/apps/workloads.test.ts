import { describe, expect, test } from "vitest";
import type { Resource } from "../resource.ts";
import { complaints, defaulted, header, row, specimen } from "../specimen.ts";
import { at } from "../values.ts";
import { controllerRevision, daemonSet } from "./daemon-set.ts";
import { deployment, replicaSet } from "./deployment.ts";
import { statefulSet } from "./stateful-set.ts";

const containers = [
  { name: "web", image: "nginx:1" },
  { name: "log", image: "fluent:2" },
];
const template = { metadata: { labels: { app: "web" } }, spec: { containers } };
const selector = { matchLabels: { app: "web" } };
const spec = { selector, template };
const wide = ["web,log", "nginx:1,fluent:2"];

describe("kubectl get -o wide tells of a workload", () => {
  test.each<[Resource, string, object, object, unknown[]]>([
    [
      deployment,
      "Name | Ready | Up-to-date | Available | Age | (Containers) | (Images) | (Selector)",
      { replicas: 3 },
      { readyReplicas: 2, updatedReplicas: 1, availableReplicas: 2 },
      ["web", "2/3", 1, 2, "2m", ...wide, "app=web"],
    ],
    [
      replicaSet,
      "Name | Desired | Current | Ready | Age | (Containers) | (Images) | (Selector)",
      { replicas: 3 },
      { replicas: 2, readyReplicas: 1 },
      ["web", 3, 2, 1, "2m", ...wide, "app=web"],
    ],
    [
      statefulSet,
      "Name | Ready | Age | (Containers) | (Images)",
      { replicas: 3 },
      { readyReplicas: 2 },
      ["web", "2/3", "2m", ...wide],
    ],
    [
      daemonSet,
      "Name | Desired | Current | Ready | Up-to-date | Available | Node Selector | Age | (Containers) | (Images) | (Selector)",
      {},
      { desiredNumberScheduled: 3, currentNumberScheduled: 3, numberReady: 2, updatedNumberScheduled: 1 },
      ["web", 3, 3, 2, 1, 0, "<none>", "2m", ...wide, "app=web"],
    ],
  ])("$kind", (resource, names, more, status, expected) => {
    expect(header(resource)).toBe(names);
    expect(row(resource, specimen(resource, { spec: { ...spec, ...more }, status }), true)).toEqual(expected);
  });

  test.each([
    [[], "<none>"],
    [[{ controller: true, apiVersion: "apps/v1", kind: "StatefulSet", name: "db" }], "statefulset.apps/db"],
  ])("whose revision is owned by %j: %s", (ownerReferences, told) => {
    const revision = specimen(controllerRevision, { revision: 3 }, { ownerReferences });
    expect(row(controllerRevision, revision)).toEqual(["web", told, 3, "2m"]);
  });
});

describe("a workload that says little is", () => {
  test.each<[Resource, object]>([
    [
      deployment,
      {
        replicas: 1,
        strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "25%", maxSurge: "25%" } },
        revisionHistoryLimit: 10,
        progressDeadlineSeconds: 600,
      },
    ],
    [replicaSet, { replicas: 1 }],
    [
      statefulSet,
      {
        replicas: 1,
        podManagementPolicy: "OrderedReady",
        updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } },
        persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
        revisionHistoryLimit: 10,
      },
    ],
    [
      daemonSet,
      {
        updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
        revisionHistoryLimit: 10,
      },
    ],
  ])("$kind %j", (resource, expected) => {
    const filled = defaulted(resource, specimen(resource, { spec }));
    expect(filled["spec"]).toMatchObject(expected);
    expect(at(filled, "spec", "template", "spec")).toMatchObject({ restartPolicy: "Always" });
    // Pods alone have what only pods have.
    expect(at(filled, "spec", "template", "spec")).not.toHaveProperty("enableServiceLinks");
  });

  test("and is left as it is when it is filled again", () => {
    for (const resource of [deployment, replicaSet, statefulSet, daemonSet]) {
      const once = defaulted(resource, specimen(resource, { spec }));
      expect(defaulted(resource, once)).toEqual(once);
    }
  });
});

test("no replicas are as many as were asked for", () => {
  const filled = defaulted(deployment, specimen(deployment, { spec: { ...spec, replicas: 0 } }));
  expect(at(filled, "spec", "replicas")).toBe(0);
});

const noMatch = "`selector` does not match template `labels`";

describe("a workload is refused", () => {
  test.each<[Resource, object, string]>([
    [deployment, { selector: undefined }, "spec.selector: Required value"],
    [
      deployment,
      { selector: {} },
      "spec.selector: Invalid value: {}: empty selector is invalid for deployment",
    ],
    [
      deployment,
      { selector: { matchLabels: { app: "db" } } },
      `spec.template.metadata.labels: Invalid value: {"app":"web"}: ${noMatch}`,
    ],
    [deployment, { replicas: -1 }, "spec.replicas: Invalid value: -1: must be greater than or equal to 0"],
    [
      deployment,
      { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: "0%" } } },
      'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": may not be 0 when `maxSurge` is 0',
    ],
    [
      deployment,
      { strategy: { type: "Recreate", rollingUpdate: {} } },
      "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'",
    ],
    [
      deployment,
      { strategy: { rollingUpdate: { maxUnavailable: "150%" } } },
      'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "150%": must not be greater than 100%',
    ],
    [
      deployment,
      { minReadySeconds: 600 },
      "spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds",
    ],
    [
      replicaSet,
      { template: { ...template, spec: { containers, restartPolicy: "Never" } } },
      'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
    ],
    [
      statefulSet,
      { podManagementPolicy: "Chaos" },
      `spec.podManagementPolicy: Invalid value: "Chaos": must be 'OrderedReady' or 'Parallel'`,
    ],
    [
      statefulSet,
      { volumeClaimTemplates: [{ metadata: { name: "data" }, spec: {} }] },
      "spec.volumeClaimTemplates[0].spec.accessModes: Required value: at least 1 access mode is required",
    ],
    [
      daemonSet,
      { updateStrategy: { rollingUpdate: { maxSurge: 1 } } },
      "spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero",
    ],
    [
      daemonSet,
      { template: { ...template, spec: { containers: [{ name: "web" }] } } },
      "spec.template.spec.containers[0].image: Required value",
    ],
  ])("$kind %j", (resource, more, expected) => {
    const told = complaints(resource, specimen(resource, { spec: { ...spec, ...more } }));
    expect(told).toContain(expected);
  });

  test.each([[deployment], [replicaSet], [daemonSet]])("$kind when it would select others", (resource) => {
    const labels = { app: "web", tier: "a" };
    const other = {
      selector: { matchLabels: labels },
      template: { ...template, metadata: { labels } },
    };
    expect(complaints(resource, specimen(resource, { spec: other }), specimen(resource, { spec }))).toEqual([
      'spec.selector: Invalid value: {"matchLabels":{"app":"web","tier":"a"}}: field is immutable',
    ]);
  });

  test("StatefulSet when it would be another one", () => {
    const before = specimen(statefulSet, { spec });
    const scaled = specimen(statefulSet, { spec: { ...spec, replicas: 3 } });
    const renamed = specimen(statefulSet, { spec: { ...spec, serviceName: "other" } });
    expect(complaints(statefulSet, scaled, before)).toEqual([]);
    expect(complaints(statefulSet, renamed, before)).toEqual([
      expect.stringMatching(/^spec: Forbidden: updates to statefulset spec for fields other than 'replicas'/),
    ]);
  });
});

test("a stateful set's claims are its pods' volumes", () => {
  const claim = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };
  const mounted = [{ ...containers[0], volumeMounts: [{ name: "data", mountPath: "/data" }] }];
  const object = specimen(statefulSet, {
    spec: {
      selector,
      template: { ...template, spec: { containers: mounted } },
      volumeClaimTemplates: [{ metadata: { name: "data" }, spec: claim }],
    },
  });
  expect(complaints(statefulSet, object)).toEqual([]);
  expect(at(defaulted(statefulSet, object), "spec", "volumeClaimTemplates")).toEqual([
    {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: "data" },
      spec: { ...claim, volumeMode: "Filesystem" },
      status: { phase: "Pending" },
    },
  ]);
});
