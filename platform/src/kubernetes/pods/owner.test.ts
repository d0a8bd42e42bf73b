import type { KubeObject } from "@naru/kubernetes";
import { expect, test } from "vitest";
import { type Lookup, workloadOf } from "./owner.ts";

const made = (kind: string, name: string, by?: [kind: string, name: string], labels = {}): KubeObject => ({
  apiVersion: "v1",
  kind,
  metadata: {
    name,
    namespace: "shop",
    uid: name,
    labels,
    ...(by && {
      ownerReferences: [{ apiVersion: "v1", kind: by[0], name: by[1], uid: by[1], controller: true }],
    }),
  },
});
const known = [
  made("ReplicaSet", "cart-1", ["Deployment", "cart"]),
  made("Job", "nightly-1", ["CronJob", "nightly"]),
];
const lookup: Lookup = (kind, _, name) =>
  known.find((each) => each.kind === kind && each.metadata.name === name);

test.each<[string, KubeObject, string]>([
  ["of a Deployment", made("Pod", "a", ["ReplicaSet", "cart-1"]), "Deployment cart"],
  ["of a CronJob", made("Pod", "a", ["Job", "nightly-1"]), "CronJob nightly"],
  ["of a StatefulSet", made("Pod", "a", ["StatefulSet", "db"]), "StatefulSet db"],
  ["of nobody", made("Pod", "a"), "Pod a"],
  [
    "whose ReplicaSet is gone",
    made("Pod", "a", ["ReplicaSet", "x-7c9"], { "pod-template-hash": "7c9" }),
    "Deployment x",
  ],
])("a pod %s", (_, pod, expected) => {
  const { kind, name } = workloadOf(pod, lookup);
  expect(`${kind} ${name}`).toBe(expected);
});
