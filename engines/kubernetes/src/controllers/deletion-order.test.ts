import { expect, test } from "vitest";
import { inDeletionOrder } from "./deletion-order.ts";
import { pod, type PodFacts } from "./pod.fixture.ts";

test.each<[string, PodFacts, PodFacts]>([
  ["without a node before one that has a node", { node: "" }, {}],
  ["that is pending before one of unknown state", { phase: "Pending" }, { phase: "Unknown" }],
  ["of unknown state before one that runs", { phase: "Unknown" }, {}],
  ["that is not ready before a ready one", {}, { readyAt: 1 }],
  ["of a lower deletion cost", { readyAt: 1, cost: "-5" }, { readyAt: 9 }],
  ["whose cost is not a number as one of cost 0", { readyAt: 1, cost: "007" }, { readyAt: 1, cost: "1" }],
  ["that was ready later", { readyAt: 9 }, { readyAt: 1 }],
  ["that restarted more often", { restarts: 3, createdAt: 1 }, { restarts: 1, createdAt: 9 }],
  ["that is younger", { createdAt: 9 }, { createdAt: 1 }],
  ["without a node, though its cost is higher", { node: "", cost: "100" }, { cost: "-100" }],
])("a pod %s goes first", (_, first, second) => {
  const pods = [pod("b", second), pod("a", first)];
  expect(inDeletionOrder(pods, pods).map(({ metadata }) => metadata.name)).toEqual(["a", "b"]);
});

test("a pod on a node with more pods of the same application goes first", () => {
  const pods = [pod("alone", { node: "n1", readyAt: 9 }), pod("crowded", { node: "n2", readyAt: 1 })];
  const related = [...pods, pod("other", { node: "n2" })];
  expect(inDeletionOrder(pods, related).map(({ metadata }) => metadata.name)).toEqual(["crowded", "alone"]);
});
