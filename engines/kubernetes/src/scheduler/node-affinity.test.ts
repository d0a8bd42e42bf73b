import { expect, test } from "vitest";
import type { NodeRequirement, NodeSelectorTerm, PodSpec } from "../controllers/pod-kind.ts";
import { fitsNode, nodePreference } from "./node-affinity.ts";
import { node } from "./node.fixture.ts";

const here = node("n1", { labels: { zone: "a", cores: "8" } });
const requiring = (...nodeSelectorTerms: NodeSelectorTerm[]): PodSpec => ({
  containers: [],
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
});
const label = (key: string, operator: string, ...values: string[]): NodeRequirement => ({
  key,
  operator,
  values,
});

test.each<[NodeRequirement, boolean]>([
  [label("zone", "In", "a", "b"), true],
  [label("zone", "In", "b"), false],
  [label("zone", "NotIn", "b"), true],
  [label("none", "NotIn", "b"), true],
  [label("zone", "Exists"), true],
  [label("none", "Exists"), false],
  [label("none", "DoesNotExist"), true],
  [label("cores", "Gt", "4"), true],
  [label("cores", "Gt", "8"), false],
  [label("cores", "Lt", "16"), true],
  [label("zone", "Gt", "4"), false],
])("a node of zone a with 8 cores meets %o: %s", (expression, expected) => {
  expect(fitsNode(requiring({ matchExpressions: [expression] }), here)).toBe(expected);
});

test.each<[string, PodSpec, boolean]>([
  ["all of a term", requiring({ matchExpressions: [label("zone", "Exists"), label("no", "Exists")] }), false],
  [
    "one of several terms",
    requiring({ matchExpressions: [label("no", "Exists")] }, { matchExpressions: [label("zone", "Exists")] }),
    true,
  ],
  ["the name", requiring({ matchFields: [label("metadata.name", "In", "n1")] }), true],
  ["another name", requiring({ matchFields: [label("metadata.name", "In", "n2")] }), false],
  ["a term of nothing", requiring({}), false],
  ["no terms", requiring(), false],
  ["the node selector", { containers: [], nodeSelector: { zone: "a" } }, true],
  ["another node selector", { containers: [], nodeSelector: { zone: "b" } }, false],
])("a node is asked for %s", (_, spec, expected) => {
  expect(fitsNode(spec, here)).toBe(expected);
});

test("the preferences that are met add up", () => {
  const preferring = [
    { weight: 5, preference: { matchExpressions: [label("zone", "In", "a")] } },
    { weight: 7, preference: { matchExpressions: [label("cores", "Gt", "4")] } },
    { weight: 50, preference: { matchExpressions: [label("zone", "In", "b")] } },
  ];
  const affinity = { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferring } };
  expect(nodePreference({ containers: [], affinity }, here)).toBe(12);
});
