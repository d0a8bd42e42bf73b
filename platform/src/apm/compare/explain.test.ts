import { expect, test } from "vitest";
import { explained, type KeyCounts } from "./explain.ts";
import { random } from "./fixture.ts";

const key = (name: string, values: Record<string, [number, number]>, distinct?: number): KeyCounts => {
  const rows = Object.entries(values).map(([value, [a, b]]) => ({ value, a, b }));
  return {
    key: name,
    values: rows,
    distinct: distinct ?? rows.length,
    a: rows.reduce((sum, { a }) => sum + a, 0),
    b: rows.reduce((sum, { b }) => sum + b, 0),
  };
};
const sizes = { a: 1000, b: 200 };
const told = (keys: KeyCounts[], known: string[] = []) =>
  explained(keys, sizes, new Set(known)).explanations.map(({ key, also, values }) =>
    [key, values[0]?.value, ...also].join(" "),
  );

test.each<[string, KeyCounts[], string[]]>([
  [
    "the pod that all slow ones share comes before the route that most share",
    [
      key("http.route", { "/cart": [300, 120], "/": [700, 80] }),
      key("k8s.pod.name", { "cart-0": [950, 10], "cart-1": [50, 190] }),
    ],
    ["k8s.pod.name cart-1", "http.route /cart"],
  ],
  ["shares that hardly differ explain nothing", [key("region", { kr: [500, 104], us: [500, 96] })], []],
  ["an attribute that only one side has", [key("feature", { beta: [5, 150] })], ["feature beta"]],
  ["an attribute that only the other side lost", [key("cached", { yes: [900, 5] })], ["cached yes"]],
  ["an id for each tells nothing", [key("order.id", { "1": [0, 1], "2": [0, 1] }, 900)], []],
  ["a name of one process tells nothing", [key("process.pid", { "7": [0, 200], "8": [1000, 0] })], []],
  [
    "what says the same is said once",
    [
      key("host.name", { "node-1": [950, 10], "node-2": [50, 190] }),
      key("k8s.node.name", { "node-1": [950, 10], "node-2": [50, 190] }),
    ],
    ["k8s.node.name node-2 host.name"],
  ],
])("%s", (_, keys, expected) => {
  expect(told(keys)).toEqual(expected);
});

test("what the sides were made by explains nothing", () => {
  const version = key("service.version", { "1.0": [1000, 0], "1.1": [0, 200] });
  expect(told([version])).toEqual(["service.version 1.1"]);
  expect(told([version], ["service.version"])).toEqual([]);
});

test("shares are of all transactions of a side", () => {
  const { explanations } = explained([key("feature", { beta: [50, 150] })], sizes, new Set());
  expect(explanations[0]?.values).toEqual([{ value: "beta", shareA: 0.05, shareB: 0.75 }]);
});

test("of random attributes at most one set in twenty explains anything", () => {
  const next = random(3);
  const drawn = (values: number, count: number) => {
    const counts = Array.from({ length: values }, () => 0);
    for (let i = 0; i < count; i += 1) {
      const value = Math.floor(next() * next() * values);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    return counts;
  };
  const few = { a: 120, b: 60 };
  const runs = 200;
  let explainedRuns = 0;
  for (let run = 0; run < runs; run += 1) {
    const keys = Array.from({ length: 15 }, (_, i) => {
      const [a, b] = [drawn(2 + i, few.a), drawn(2 + i, few.b)];
      return key(
        `key ${i}`,
        Object.fromEntries(a.map((count, value) => [`v${value}`, [count, b[value] ?? 0]])),
      );
    });
    if (explained(keys, few, new Set()).explanations.length > 0) explainedRuns += 1;
  }
  expect(explainedRuns / runs).toBeLessThanOrEqual(0.05);
});
