import { expect, test } from "vitest";
import type { Container } from "../controllers/pod-kind.ts";
import { judgeOf } from "./filters.ts";
import { podInfo } from "./node-info.ts";
import { node, type NodeFacts, nodesOf, type PodFacts, podOn } from "./node.fixture.ts";

function reasons(facts: NodeFacts, wanted: PodFacts, others: PodFacts[] = []): readonly string[] {
  const nodes = nodesOf(
    [node("n1", facts)],
    others.map((other) => podOn("n1", other)),
  );
  const [only] = nodes;
  return (only && judgeOf(podInfo(podOn(undefined, wanted)), nodes, () => ({}))(only)?.reasons) ?? [];
}

const gpu = (count: number): Container => ({
  name: "main",
  resources: { requests: { "nvidia.com/gpu": count } },
});
const onPort = (hostPort: number, hostIP = ""): PodFacts => ({
  containers: [{ name: "main", ports: [{ containerPort: 80, hostPort, hostIP }] }],
});

test.each<[string, NodeFacts, PodFacts, string[]]>([
  ["has room", {}, { cpu: "4" }, []],
  ["is cordoned", { unschedulable: true }, {}, ["node(s) were unschedulable"]],
  [
    "is cordoned, for a pod that tolerates it",
    { unschedulable: true },
    { tolerations: [{ key: "node.kubernetes.io/unschedulable", operator: "Exists" }] },
    [],
  ],
  [
    "is tainted",
    { taints: [{ key: "team", value: "a", effect: "NoSchedule" }] },
    {},
    ["node(s) had untolerated taint {team: a}"],
  ],
  [
    "is not ready",
    { ready: "False" },
    {},
    ["node(s) had untolerated taint {node.kubernetes.io/not-ready: }"],
  ],
  [
    "has not the labels",
    {},
    { nodeSelector: { disk: "ssd" } },
    ["node(s) didn't match Pod's node affinity/selector"],
  ],
  ["is too small", {}, { cpu: "5" }, ["Insufficient cpu"]],
  ["has no devices", {}, { containers: [gpu(1)] }, ["Insufficient nvidia.com/gpu"]],
  ["has enough devices", { allocatable: { pods: 10, "nvidia.com/gpu": 2 } }, { containers: [gpu(2)] }, []],
  [
    "lacks more than one thing",
    { allocatable: { cpu: 1, pods: 0 } },
    { cpu: "2" },
    ["Too many pods", "Insufficient cpu"],
  ],
])("a node that %s", (_, facts, wanted, expected) => {
  expect(reasons(facts, wanted)).toEqual(expected);
});

const taken = ["node(s) didn't have free ports for the requested pod ports"];

test.each<[string, PodFacts, PodFacts, string[]]>([
  ["the rest of a node is room", { cpu: "1" }, { cpu: "3" }, []],
  ["more than the rest is not", { cpu: "1500m" }, { cpu: "3" }, ["Insufficient cpu"]],
  ["a port is had once", onPort(80), onPort(80), taken],
  ["of two ports each is free", onPort(80), onPort(81), []],
  ["an address of its own leaves the others", onPort(80, "10.0.0.1"), onPort(80, "10.0.0.2"), []],
  ["every address includes each", onPort(80), onPort(80, "10.0.0.2"), taken],
])("%s", (_, there, wanted, expected) => {
  expect(reasons({}, wanted, [there])).toEqual(expected);
});
