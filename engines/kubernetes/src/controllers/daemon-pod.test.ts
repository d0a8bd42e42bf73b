import { expect, test } from "vitest";
import { node, type NodeFacts } from "../scheduler/node.fixture.ts";
import { daemonSet } from "./daemon.fixture.ts";
import { daemonPod, fitness, nodeNameOf } from "./daemon-pod.ts";
import type { Pod } from "./kinds.ts";

const taint = (key: string, effect: string) => ({ taints: [{ key, effect }] });

test.each<[string, NodeFacts, boolean, boolean]>([
  ["plain", {}, true, true],
  ["cordoned", taint("node.kubernetes.io/unschedulable", "NoSchedule"), true, true],
  ["unreachable", taint("node.kubernetes.io/unreachable", "NoExecute"), true, true],
  ["tainted", taint("team", "NoSchedule"), false, true],
  ["tainted for good", taint("team", "NoExecute"), false, false],
])("on a node that is %s", (_, facts, runs, stays) => {
  expect(fitness(daemonSet(), node("n1", facts))).toEqual({ runs, stays });
});

test("on nodes that it does not select it is not", () => {
  const set = daemonSet({ template: { spec: { containers: [], nodeSelector: { disk: "ssd" } } } });
  expect(fitness(set, node("n1"))).toEqual({ runs: false, stays: false });
  expect(fitness(set, node("n2", { labels: { disk: "ssd" } }))).toEqual({ runs: true, stays: true });
});

test("its pod asks for its node by name and tolerates what befalls nodes", () => {
  const draft = daemonPod(daemonSet(), "abc", "n7");
  expect(nodeNameOf(draft as unknown as Pod)).toBe("n7");
  expect(draft.metadata.labels).toEqual({ "controller-revision-hash": "abc" });
  expect((draft as unknown as Pod).spec.tolerations?.map(({ key }) => key?.split("/")[1])).toEqual([
    "not-ready",
    "unreachable",
    "disk-pressure",
    "memory-pressure",
    "pid-pressure",
    "unschedulable",
  ]);
});
