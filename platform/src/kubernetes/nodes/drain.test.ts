import { expect, test } from "vitest";
import type { Pod } from "../resources.ts";
import { staying } from "./drain.ts";

const pod = (metadata: Partial<Pod["metadata"]>, phase = "Running"): Pod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "cart", ...metadata },
  spec: { containers: [] },
  status: { phase },
});
const ownedBy = (kind: string) => ({
  ownerReferences: [{ apiVersion: "apps/v1", kind, name: "own", uid: "1", controller: true }],
});

test.each<[string, Pod, boolean, string | undefined]>([
  ["of a ReplicaSet", pod(ownedBy("ReplicaSet")), false, undefined],
  ["of a DaemonSet", pod(ownedBy("DaemonSet")), true, "stays"],
  ["of nobody", pod({}), false, "stays"],
  ["of nobody, when that is wanted", pod({}), true, undefined],
  ["of nobody that is over", pod({}, "Succeeded"), false, undefined],
  ["of the node itself", pod({ annotations: { "kubernetes.io/config.mirror": "x" } }), true, "stays"],
  [
    "already leaving",
    pod({ ...ownedBy("ReplicaSet"), deletionTimestamp: "2026-11-21T09:00:00Z" }),
    false,
    "leaving",
  ],
])("a pod %s", (_, of, evictBarePods, expected) => {
  expect(staying(of, evictBarePods)?.result).toBe(expected);
});
