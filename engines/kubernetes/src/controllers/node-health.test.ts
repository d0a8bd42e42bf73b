import { expect, test } from "vitest";
import { node, type NodeFacts, podOn } from "../scheduler/node.fixture.ts";
import { lastHeard, leavesInMs, settledTaints, unknownConditions } from "./node-health.ts";

const told = (facts: NodeFacts) =>
  settledTaints(node("n1", facts), 0).map(
    ({ key, effect }) => `${key.replace("node.kubernetes.io/", "")}:${effect}`,
  );

test.each<[string, NodeFacts, string[]]>([
  ["is ready", {}, []],
  ["is not ready", { ready: "False" }, ["not-ready:NoSchedule", "not-ready:NoExecute"]],
  ["is silent", { ready: "Unknown" }, ["unreachable:NoSchedule", "unreachable:NoExecute"]],
  ["is cordoned", { unschedulable: true }, ["unschedulable:NoSchedule"]],
  ["is somebody's", { taints: [{ key: "team", effect: "NoSchedule" }] }, ["team:NoSchedule"]],
  ["is back", { taints: [{ key: "node.kubernetes.io/unreachable", effect: "NoExecute" }] }, []],
])("the taints of a node that %s", (_, facts, expected) => {
  expect(told(facts)).toEqual(expected);
});

const taint = { key: "k", effect: "NoExecute", timeAdded: new Date(0).toISOString() };

test.each<[string, object[], number | undefined]>([
  ["nothing leaves at once", [], 0],
  ["it stays for ever", [{ key: "k", operator: "Exists" }], undefined],
  ["it for a while leaves then", [{ key: "k", operator: "Exists", tolerationSeconds: 300 }], 200_000],
  [
    "it twice counts the shorter while",
    [
      { operator: "Exists", tolerationSeconds: 110 },
      { key: "k", operator: "Exists", tolerationSeconds: 300 },
    ],
    10_000,
  ],
])("a pod that tolerates %s", (_, tolerations, expected) => {
  expect(leavesInMs(podOn("n1", { tolerations }), [taint], 100_000)).toBe(expected);
});

test("a node was heard of by its lease or its status, whichever is later", () => {
  const one = node("n1");
  const metadata = { name: "n1", uid: "l", creationTimestamp: "" };
  const lease = {
    apiVersion: "",
    kind: "Lease",
    metadata,
    spec: { renewTime: "2026-02-01T00:00:00.000000Z" },
  };
  expect(lastHeard(one, undefined)).toBe(Date.parse("2026-01-01T00:00:00Z"));
  expect(lastHeard(one, lease)).toBe(Date.parse("2026-02-01T00:00:00Z"));
});

test("of a silent node nothing is known", () => {
  const conditions = unknownConditions([{ type: "Ready", status: "True" }], 0);
  expect(conditions.map(({ type, status, reason }) => [type, status, reason])).toEqual([
    ["Ready", "Unknown", "NodeStatusUnknown"],
    ["MemoryPressure", "Unknown", "NodeStatusNeverUpdated"],
    ["DiskPressure", "Unknown", "NodeStatusNeverUpdated"],
    ["PIDPressure", "Unknown", "NodeStatusNeverUpdated"],
  ]);
});
