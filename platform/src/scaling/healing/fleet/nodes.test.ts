import { expect, test } from "vitest";
import { type KnownNode, nodeHold, signsOf } from "./nodes.ts";

const now = 10 * 60_000;
const node = (name: string, of: Partial<KnownNode> = {}): KnownNode => ({
  cluster: "east",
  name,
  policy: "act",
  isReady: true,
  readySince: 0,
  pressures: [],
  isCordoned: false,
  requested: { cpu: 2, memory: 4e9 },
  allocatable: { cpu: 8, memory: 16e9 },
  ...of,
});

test.each<[string, KnownNode, string[], string[]]>([
  ["it is ready", node("a"), [], []],
  ["it has been away for half a minute", node("a", { isReady: false, readySince: now - 30_000 }), [], []],
  [
    "it has been away for a minute",
    node("a", { isReady: false, readySince: now - 60_000 }),
    [],
    ["NotReady"],
  ],
  [
    "it is short of memory, which Kubernetes looks after",
    node("a", { pressures: ["MemoryPressure"] }),
    [],
    [],
  ],
  ["its kernel is stuck", node("a", { pressures: ["KernelDeadlock"] }), [], ["KernelDeadlock"]],
  ["pods are sick on it only", node("a"), ["shop/cart-1", "shop/pay-1"], ["shop/cart-1", "shop/pay-1"]],
])("what is wrong with a node: %s", (_, of, sick, expected) => {
  expect(signsOf(of, sick, now)).toEqual(expected);
});

const a = node("a");
test.each<[string, KnownNode[], KnownNode[], boolean, string | undefined]>([
  ["emptied where the others have room", [a], [node("b"), node("c")], false, undefined],
  ["left while its cluster is not seen", [a], [node("b")], true, "blind"],
  ["left where a second of three is in trouble", [a, node("b")], [node("b"), node("c")], false, "fleet"],
  [
    "left where the others are full",
    [a],
    [node("b", { requested: { cpu: 8, memory: 16e9 } })],
    false,
    "room",
  ],
  ["left where the only other is cordoned", [a], [node("b", { isCordoned: true })], false, "room"],
  ["left where there is no other", [a], [], false, "room"],
])("a node in trouble is %s", (_, troubled, others, isBlind, expected) => {
  expect(nodeHold(a, troubled, others, isBlind)).toBe(expected);
});
