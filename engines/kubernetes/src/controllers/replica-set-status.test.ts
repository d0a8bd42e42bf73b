import { expect, test } from "vitest";
import type { Pod } from "./kinds.ts";
import { pod, replicaSet } from "./pod.fixture.ts";
import { nextAvailableMs, replicaSetStatus } from "./replica-set-status.ts";

const set = replicaSet("web", {
  minReadySeconds: 10,
  template: { metadata: { labels: { app: "web" } }, spec: { containers: [] } },
});
const labels = { app: "web" };
const at = 100_000;

test.each<[string, Pod[], object]>([
  ["no pods", [], { replicas: 0 }],
  ["a pod that is not ready", [pod("a", { labels })], { replicas: 1, fullyLabeledReplicas: 1 }],
  ["a pod without the labels of the template", [pod("a")], { replicas: 1 }],
  [
    "a pod that has been ready for less than minReadySeconds",
    [pod("a", { labels, readyAt: 95 })],
    { replicas: 1, fullyLabeledReplicas: 1, readyReplicas: 1 },
  ],
  [
    "a pod that has been ready for minReadySeconds",
    [pod("a", { labels, readyAt: 90 })],
    { replicas: 1, fullyLabeledReplicas: 1, readyReplicas: 1, availableReplicas: 1 },
  ],
])("the status of a set with %s", (_, pods, expected) => {
  expect(replicaSetStatus(set, pods, at)).toEqual({ ...expected, observedGeneration: 1 });
});

test.each<[Pod[], number | undefined]>([
  [[], undefined],
  [[pod("a")], undefined],
  [[pod("a", { readyAt: 50 })], undefined],
  [[pod("a", { readyAt: 95 }), pod("b", { readyAt: 92 })], 2_000],
])("the next pod is available when its minReadySeconds are over", (pods, expected) => {
  expect(nextAvailableMs(set, pods, at)).toBe(expected);
});

test("what failed is a condition until it no longer fails", () => {
  const failure = { reason: "FailedCreate", message: "exceeded quota" } as const;
  const failed = replicaSetStatus(set, [], at, failure);
  expect(failed.conditions).toMatchObject([
    { type: "ReplicaFailure", status: "True", reason: "FailedCreate" },
  ]);
  expect(replicaSetStatus({ ...set, status: failed }, [], at).conditions).toBeUndefined();
});
