import { expect, test } from "vitest";
import type { PodDisruptionBudget } from "../controllers/kinds.ts";
import { judgeOf } from "./filters.ts";
import { podInfo } from "./node-info.ts";
import { node, nodesOf, type PodFacts, podOn } from "./node.fixture.ts";
import { preempt } from "./preemption.ts";

const namespaces = () => ({});

/** Each node has 4 cores. @param there  what runs on n1, n2 and so on */
function victims(there: PodFacts[][], wanted: PodFacts, budgets: PodDisruptionBudget[] = []) {
  const machines = there.map((_, index) => node(`n${index + 1}`));
  const pods = there.flatMap((on, index) => on.map((facts) => podOn(`n${index + 1}`, facts)));
  const nodes = nodesOf(machines, pods);
  const info = podInfo(podOn(undefined, wanted));
  const judge = judgeOf(info, nodes, namespaces);
  const refused = new Map(nodes.map((one) => [one, judge(one) ?? { reasons: [], isResolvable: false }]));
  const found = preempt(info, refused, budgets, namespaces);
  return found && [found.node, ...found.victims.map(({ pod }) => pod.metadata.labels?.["app"])];
}

const at = (priority: number, cpu: string, app = "low", more: PodFacts = {}): PodFacts => ({
  priority,
  cpu,
  labels: { app },
  ...more,
});
const important = { priority: 100, cpu: "2" };

test.each<[string, PodFacts[][], string[] | undefined]>([
  ["nobody of its own priority", [[at(100, "4")]], undefined],
  ["one that is less important", [[at(1, "4")]], ["n1", "low"]],
  ["no more than needed", [[at(1, "2", "a"), at(2, "2", "b")]], ["n1", "a"]],
  ["the least important over the nodes", [[at(5, "4", "a")], [at(1, "4", "b")]], ["n2", "b"]],
  [
    "fewer of the same",
    [
      [at(1, "1", "a"), at(1, "3", "b")],
      [at(1, "2", "c"), at(1, "2", "d")],
    ],
    ["n1", "b"],
  ],
  ["nobody where that does not help", [[at(100, "3"), at(1, "1")]], undefined],
  [
    "the one that started last",
    [
      [at(1, "4", "old", { startTime: "2026-01-01T00:00:00Z" })],
      [at(1, "4", "new", { startTime: "2026-01-02T00:00:00Z" })],
    ],
    ["n2", "new"],
  ],
])("an important pod takes the place of %s", (_, there, expected) => {
  expect(victims(there, important)).toEqual(expected);
});

test("whom a budget protects stays when somebody else can go", () => {
  const budget: PodDisruptionBudget = {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: "b", namespace: "default", uid: "b", creationTimestamp: "" },
    spec: { selector: { matchLabels: { app: "kept" } } },
    status: { disruptionsAllowed: 0 },
  };
  const there = [[at(1, "4", "kept")], [at(50, "4", "free")]];
  expect(victims(there, important, [budget])).toEqual(["n2", "free"]);
  expect(victims(there.slice(0, 1), important, [budget])).toEqual(["n1", "kept"]);
});

test("nobody goes for a node whose taint the pod does not tolerate", () => {
  const nodes = nodesOf(
    [node("n1", { taints: [{ key: "k", effect: "NoSchedule" }] })],
    [podOn("n1", at(1, "4"))],
  );
  const info = podInfo(podOn(undefined, important));
  const judge = judgeOf(info, nodes, namespaces);
  const refused = new Map(nodes.flatMap((one) => [[one, judge(one) ?? { reasons: [], isResolvable: true }]]));
  expect(preempt(info, refused, [], namespaces)).toBeUndefined();
});
