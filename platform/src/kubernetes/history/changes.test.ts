import type { KubeObject } from "@naru/kubernetes";
import { describe, expect, test } from "vitest";
import { changesBetween, type Snapshot } from "./changes.ts";
import { factsOf } from "./facts.ts";

const snapshot = (kind: string, of: object, uid = "1"): Snapshot => {
  const object = { kind, namespace: "shop", name: "cart" };
  const made = { apiVersion: "v1", kind, metadata: { name: "cart" }, ...of } as KubeObject;
  return { object, workload: object, uid, facts: factsOf(made) };
};
const told = (before?: Snapshot, after?: Snapshot) =>
  changesBetween(before, after).map(({ type, summary }) => `${type}: ${summary}`);

const deployment = (container: object, spec: object = {}) =>
  snapshot("Deployment", {
    spec: {
      replicas: 2,
      ...spec,
      template: { spec: { containers: [{ name: "main", image: "cart:1", ...container }] } },
    },
  });

describe("a deployment", () => {
  test.each<[string, Snapshot, Snapshot, string[]]>([
    ["that is the same", deployment({}), deployment({}), []],
    [
      "with another image",
      deployment({}),
      deployment({ image: "cart:2" }),
      ["revision: image cart:1 → cart:2"],
    ],
    [
      "with another variable",
      deployment({ env: [{ name: "LEVEL", value: "info" }] }),
      deployment({ env: [{ name: "LEVEL", value: "debug" }] }),
      ["revision: env.LEVEL info → debug"],
    ],
    [
      "with a variable from a secret",
      deployment({}),
      deployment({ env: [{ name: "KEY", valueFrom: { secretKeyRef: { name: "db", key: "k" } } }] }),
      ['revision: env.KEY ∅ → {"secretKeyRef":{"name":"db","key":"k"}}'],
    ],
    [
      "with a tighter limit",
      deployment({ resources: { limits: { memory: "1Gi" } } }),
      deployment({ resources: { limits: { memory: "64Mi" } } }),
      ["revision: resources.limits.memory 1Gi → 64Mi"],
    ],
    [
      "with a probe",
      deployment({}),
      deployment({ readinessProbe: { tcpSocket: { port: 80 } } }),
      ['revision: readinessProbe ∅ → {"tcpSocket":{"port":80}}'],
    ],
    ["that is scaled", deployment({}), deployment({}, { replicas: 5 }), ["scaled: replicas 2 → 5"]],
    [
      "that is paused with a new image",
      deployment({}),
      deployment({ image: "cart:2" }, { paused: true }),
      ["revision: image cart:1 → cart:2", "reconfigured: paused ∅ → true"],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(told(before, after)).toEqual(expected);
  });

  test("is made, goes, and is made again under its name", () => {
    expect(told(undefined, deployment({}))).toEqual(["created: cart:1"]);
    expect(told(deployment({}))).toEqual(["deleted: cart:1"]);
    expect(told(deployment({}), { ...deployment({}), uid: "2" })).toEqual([
      "deleted: cart:1",
      "created: cart:1",
    ]);
  });
});

const data = (kind: string, of: object) => snapshot(kind, { data: of });

test("of a config map the key and both values are told, of a secret the key alone", () => {
  expect(told(data("ConfigMap", { a: "1" }), data("ConfigMap", { a: "2" }))).toEqual([
    "config: data.a 1 → 2",
  ]);
  const changes = changesBetween(
    data("Secret", { a: "digest1", b: "x" }),
    data("Secret", { a: "digest2", b: "x" }),
  );
  expect(changes).toMatchObject([
    { type: "config", differences: [{ field: "data.a", before: "••••", after: "••••" }] },
  ]);
  expect(JSON.stringify(changes)).not.toContain("digest");
});

const pod = (node: string | undefined, restartCount: number, status: object = {}) =>
  snapshot("Pod", {
    spec: { containers: [], ...(node && { nodeName: node }) },
    status: {
      ...status,
      containerStatuses: [
        {
          name: "main",
          restartCount,
          lastState: {
            terminated: { reason: "OOMKilled", exitCode: 137, finishedAt: "2026-11-21T09:00:00Z" },
          },
        },
      ],
    },
  });

test.each<[string, Snapshot | undefined, Snapshot | undefined, string[]]>([
  ["finds a node", pod(undefined, 0), pod("node-1", 0), ["scheduled: on node-1"]],
  ["runs out of memory", pod("node-1", 1), pod("node-1", 2), ["restart: main: OOMKilled (exit code 137)"]],
  ["is evicted", pod("n", 0), pod("n", 0, { phase: "Failed", reason: "Evicted" }), ["killed: Evicted"]],
  ["is deleted", pod("n", 0), undefined, ["killed: deleted"]],
  ["had restarted before it was first seen", undefined, pod("n", 3), ["scheduled: on n"]],
])("a pod %s", (_, before, after, expected) => {
  expect(told(before, after)).toEqual(expected);
});

test("of a restart the reason and the exit code can be counted", () => {
  expect(changesBetween(pod("n", 0), pod("n", 1))).toMatchObject([{ reason: "OOMKilled", exitCode: 137 }]);
});

const pressures = ["DiskPressure", "MemoryPressure", "PIDPressure"];
const node = (ready: string, taints: object[] = [], pressure = "False") =>
  snapshot("Node", {
    spec: { taints },
    status: {
      conditions: [
        ...pressures.map((type) => ({ type, status: pressure })),
        { type: "Ready", status: ready },
      ],
    },
  });

test.each([
  [node("True"), node("Unknown"), ["node: conditions.Ready True → Unknown"]],
  [
    node("True"),
    node("True", [{ key: "gpu", value: "yes", effect: "NoSchedule" }]),
    ["node: taints.gpu:NoSchedule ∅ → yes"],
  ],
  [
    node("True"),
    node("True", [{ key: "node.kubernetes.io/unreachable", effect: "NoExecute" }]),
    ["node: taints.node.kubernetes.io/unreachable:NoExecute ∅ → set"],
  ],
  [
    node("True"),
    node("Unknown", [], "Unknown"),
    [
      "node: conditions.Ready True → Unknown; conditions.DiskPressure False → Unknown; conditions.MemoryPressure False → Unknown; and 1 more",
    ],
  ],
])("a node's conditions and taints are told", (before, after, expected) => {
  expect(told(before, after)).toEqual(expected);
});
