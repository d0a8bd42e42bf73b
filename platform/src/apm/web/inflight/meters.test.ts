import { expect, test } from "vitest";
import { byService } from "./meters.ts";

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
