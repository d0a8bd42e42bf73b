import { expect, test } from "vitest";
import type { Toleration } from "../controllers/pod-kind.ts";
import { node } from "./node.fixture.ts";
import { taintsOf, tolerates, untolerated } from "./taints.ts";

const taint = { key: "team", value: "a", effect: "NoSchedule" };

test.each<[Toleration, boolean]>([
  [{ key: "team", operator: "Equal", value: "a", effect: "NoSchedule" }, true],
  [{ key: "team", value: "a" }, true],
  [{ key: "team", value: "b" }, false],
  [{ key: "team", operator: "Exists" }, true],
  [{ operator: "Exists" }, true],
  [{ operator: "Exists", effect: "NoExecute" }, false],
  [{ key: "other", operator: "Exists" }, false],
  [{ key: "team", operator: "Gt", value: "1" }, false],
])("%o tolerates team=a:NoSchedule: %s", (toleration, expected) => {
  expect(tolerates(toleration, taint)).toBe(expected);
});

test.each<[string, string, boolean]>([
  ["Gt", "5", true],
  ["Gt", "10", false],
  ["Lt", "11", true],
])("level=10 is tolerated by %s %s: %s", (operator, value, expected) => {
  const level = { key: "level", value: "10", effect: "NoSchedule" };
  expect(tolerates({ key: "level", operator, value }, level)).toBe(expected);
});

test("a preference is no obstacle", () => {
  expect(untolerated([{ key: "k", effect: "PreferNoSchedule" }, taint])).toEqual([taint]);
});

test.each<["True" | "False" | "Unknown" | undefined, string[]]>([
  ["True", []],
  ["False", ["node.kubernetes.io/not-ready"]],
  ["Unknown", ["node.kubernetes.io/unreachable"]],
  [undefined, ["node.kubernetes.io/not-ready"]],
])("a node whose Ready is %s bears %j", (ready, keys) => {
  expect(taintsOf(node("a", { ready })).map(({ key }) => key)).toEqual(keys);
});
