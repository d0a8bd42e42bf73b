import { expect, test } from "vitest";
import { byService, mostAtOnce, totalOf } from "./meters.ts";

const meter = (service: string, pod: string, ...ages: number[]) => ({ service, pod, ages });

test.each([
  [
    "pods of one service are added up",
    [meter("a", "a-1", 1, 0, 0, 0), meter("a", "a-0", 2, 1, 0, 0)],
    [],
    ["a 3,1,0,0 a-0 a-1"],
  ],
  [
    "what has waited longest comes first",
    [meter("a", "", 9, 0, 0, 0), meter("b", "", 0, 0, 0, 1)],
    [],
    ["b 0,0,0,1 ", "a 9,0,0,0 "],
  ],
  [
    "services that have nothing under way are there too",
    [meter("a", "", 1, 0, 0, 0)],
    ["b", "a"],
    ["a 1,0,0,0 ", "b 0,0,0,0"],
  ],
])("%s", (_, meters, services, expected) => {
  const told = byService(meters, services).map(({ name, ages, pods }) =>
    [name, ages.join(), ...pods.map(({ pod }) => pod)].join(" "),
  );
  expect(told).toEqual(expected);
});

test.each([
  ["nobody tells anything", [], [], [], undefined],
  ["all is quiet", [], [], ["a"], 0],
  ["some are told of, others only counted", [meter("a", "", 1, 2, 0, 0)], [{ requests: 4 }], ["a"], 7],
  ["all are only counted", [], [{ requests: 4 }, { requests: 0 }], [], 4],
])("where %s the total is right", (_, meters, counted, reporting, expected) => {
  expect(totalOf({ meters, counted, reporting })).toBe(expected);
});

test.each([
  [[], 0],
  [[[], []], 0],
  [
    [
      [1, 0.5],
      [0, 2],
    ],
    2.5,
  ],
])("of %j at most %d were there at once", (ages, most) => {
  expect(mostAtOnce(ages)).toBe(most);
});
