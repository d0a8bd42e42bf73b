import { expect, test } from "vitest";
import type { Node } from "../controllers/node-kind.ts";
import type { Pod } from "../controllers/pod-kind.ts";
import { podInfo } from "./node-info.ts";
import { node, nodesOf, type PodFacts, podOn } from "./node.fixture.ts";
import { bestNode } from "./scores.ts";

function best(nodes: Node[], pods: Pod[], wanted: PodFacts): string | undefined {
  const infos = nodesOf(nodes, pods);
  return bestNode(podInfo(podOn(undefined, wanted)), infos, infos, () => ({}))?.name;
}

const preferring = (key: string) => ({
  nodeAffinity: {
    preferredDuringSchedulingIgnoredDuringExecution: [
      { weight: 1, preference: { matchExpressions: [{ key, operator: "Exists" }] } },
    ],
  },
});
const labels = { app: "web" };
const spread = {
  labels,
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: "kubernetes.io/hostname",
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels: labels },
    },
  ],
};

test.each<[string, Node[], Pod[], PodFacts]>([
  ["the emptier one", [node("n1"), node("good")], [podOn("n1", { cpu: "2" })], { cpu: "1" }],
  [
    "the one without a taint that it would rather avoid",
    [node("n1", { taints: [{ key: "k", effect: "PreferNoSchedule" }] }), node("good")],
    [podOn("good", { cpu: "1" })],
    {},
  ],
  [
    "the one that it prefers",
    [node("n1"), node("good", { labels: { ssd: "" } })],
    [podOn("good", { cpu: "1" })],
    { affinity: preferring("ssd") },
  ],
  ["the one with fewer of its kind", [node("n1"), node("good")], [podOn("n1", { labels })], spread],
  [
    "the one whose resources it uses alike",
    [
      node("n1", { allocatable: { cpu: "2", memory: "100Gi", pods: 10 } }),
      node("good", { allocatable: { cpu: "4", memory: "8Gi", pods: 10 } }),
    ],
    [],
    { cpu: "1" },
  ],
])("of two nodes a pod gets %s", (_, nodes, pods, wanted) => {
  expect(best(nodes, pods, wanted)).toBe("good");
});

const owned = (name: string | undefined) => {
  const pod = podOn(name);
  pod.metadata.ownerReferences = [
    { apiVersion: "apps/v1", kind: "ReplicaSet", name: "web", uid: "web", controller: true },
  ];
  return pod;
};

test("pods of one controller are spread over equal nodes", () => {
  const infos = nodesOf([node("n1"), node("n2")], [owned("n1")]);
  expect(bestNode(podInfo(owned(undefined)), infos, infos, () => ({}))?.name).toBe("n2");
});
