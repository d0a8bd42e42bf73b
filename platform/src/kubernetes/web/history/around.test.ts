import { expect, test } from "vitest";
import type { ChangeRow, EventRow } from "../../api.ts";
import { around } from "./around.ts";

const object = { kind: "Pod", namespace: "shop", name: "cart-0" };
const change = (time: number, reason = "", name = "cart-0"): ChangeRow => ({
  id: `change ${time}`,
  cluster: "local",
  time,
  type: "restart",
  object: { ...object, name },
  workload: { kind: "Deployment", namespace: "shop", name: "cart" },
  summary: "",
  differences: [],
  reason,
  exitCode: null,
  actor: "",
  isLate: false,
});
const event = (time: number, reason = "Pulled", name = "cart-0"): EventRow => ({
  cluster: "local",
  time,
  firstTime: time,
  type: "Normal",
  reason,
  message: "",
  count: 1,
  source: "kubelet",
  object: { ...object, name },
});

test.each<[string, ChangeRow[], EventRow[], number[], number[]]>([
  ["nothing", [], [], [], []],
  ["changes and events in the order of their time", [change(3)], [event(9), event(1)], [1, 3], [9]],
  ["what happened at the very moment, before it", [change(5)], [], [5], []],
  [
    "an event that a change tells of once",
    [change(3100, "OOMKilled")],
    [event(3900, "OOMKilled")],
    [],
    [3100],
  ],
  [
    "the same of another pod twice",
    [change(3100, "OOMKilled")],
    [event(3900, "OOMKilled", "cart-1")],
    [],
    [3100, 3900],
  ],
])("around a moment stands %s", (_, changes, events, before, after) => {
  const found = around(changes, events, 5);
  expect([found.before, found.after].map((rows) => rows.map(({ time }) => time))).toEqual([before, after]);
});
