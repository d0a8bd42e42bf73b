import { expect, test } from "vitest";
import type { PriorityClass } from "../controllers/kinds.ts";
import { type PodFacts, podOn } from "./node.fixture.ts";
import { priorityOf } from "./priority.ts";

const priorityClass = (name: string, value: number, globalDefault = false): PriorityClass => ({
  apiVersion: "scheduling.k8s.io/v1",
  kind: "PriorityClass",
  metadata: { name, uid: name, creationTimestamp: "" },
  value,
  globalDefault,
});
const classes = [priorityClass("high", 1000), priorityClass("usual", 10, true)];

test.each<[PodFacts, number]>([
  [{ priority: 7, priorityClassName: "high" }, 7],
  [{ priorityClassName: "high" }, 1000],
  [{ priorityClassName: "system-node-critical" }, 2_000_001_000],
  [{}, 10],
])("a pod with %o has priority %i", (facts, expected) => {
  expect(priorityOf(podOn(undefined, facts), classes)).toBe(expected);
});
