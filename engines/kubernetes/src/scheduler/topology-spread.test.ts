import { expect, test } from "vitest";
import type { SpreadConstraint } from "../controllers/pod-kind.ts";
import { podInfo } from "./node-info.ts";
import { node, nodesOf, podOn } from "./node.fixture.ts";
import { spreadCost, spreadFilter } from "./topology-spread.ts";

const labels = { app: "web" };
const machines = [
  node("n1", { labels: { zone: "a" } }),
  node("n2", { labels: { zone: "b", disk: "ssd" } }),
  node("n3", { labels: { zone: "b" }, taints: [{ key: "k", effect: "NoSchedule" }] }),
  node("n4"),
];
const spread = (more: Partial<SpreadConstraint> = {}): SpreadConstraint => ({
  maxSkew: 1,
  topologyKey: "zone",
  whenUnsatisfiable: "DoNotSchedule",
  labelSelector: { matchLabels: labels },
  ...more,
});
const on = (...names: string[]) => names.map((name) => podOn(name, { labels }));

function allowed(constraint: SpreadConstraint, placed: string[], more: object = {}) {
  const nodes = nodesOf(machines, on(...placed));
  const pod = podOn(undefined, { labels, topologySpreadConstraints: [constraint], ...more });
  const judge = spreadFilter(podInfo(pod), nodes);
  return nodes.filter((one) => judge(one) === undefined).map(({ name }) => name);
}

test.each<[string, SpreadConstraint, string[], string[]]>([
  ["an empty topology takes it anywhere", spread(), [], ["n1", "n2", "n3"]],
  ["a zone with one more takes no further", spread(), ["n1"], ["n2", "n3"]],
  ["a greater skew may be allowed", spread({ maxSkew: 2 }), ["n1"], ["n1", "n2", "n3"]],
  ["nodes of a zone count together", spread(), ["n2", "n3", "n1"], ["n1"]],
  [
    "with fewer domains than asked for each is compared with none",
    spread({ minDomains: 3 }),
    ["n1", "n2"],
    [],
  ],
  [
    "a selector that does not select the pod itself does not count it",
    spread({ labelSelector: { matchLabels: { app: "db" } } }),
    ["n1"],
    ["n1", "n2", "n3"],
  ],
])("%s", (_, constraint, placed, expected) => {
  expect(allowed(constraint, placed)).toEqual(expected);
});

test("zones that the pod can't be in do not count, unless it says that they do", () => {
  const nodeSelector = { disk: "ssd" };
  expect(allowed(spread(), ["n2"], { nodeSelector })).toContain("n2");
  expect(allowed(spread({ nodeAffinityPolicy: "Ignore" }), ["n2"], { nodeSelector })).not.toContain("n2");
});

test("a node without the label of the topology is missing it", () => {
  const nodes = nodesOf(machines);
  const judge = spreadFilter(podInfo(podOn(undefined, { topologySpreadConstraints: [spread()] })), nodes);
  expect(nodes.map(judge).at(-1)).toEqual({
    reason: "node(s) didn't match pod topology spread constraints (missing required label)",
    isResolvable: false,
  });
});

test("what need not be spread costs more where more of it is", () => {
  const constraint = spread({ whenUnsatisfiable: "ScheduleAnyway" });
  const nodes = nodesOf(machines.slice(0, 2), on("n1", "n1", "n2"));
  const cost = spreadCost(
    podInfo(podOn(undefined, { labels, topologySpreadConstraints: [constraint] })),
    nodes,
  );
  const [first = 0, second = 0] = nodes.map(cost);
  expect(first).toBeCloseTo(2 * second);
});
