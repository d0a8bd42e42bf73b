import { expect, test } from "vitest";
import { boxOf } from "./useBox.ts";

const plane = { from: 1000, to: 2000, most: 500, width: 100, height: 50 };

test.each([
  [
    "from the lower left to the upper right",
    [10, 40],
    [60, 20],
    { from: 1100, to: 1600, leastMs: 100, mostMs: 300 },
  ],
  ["the other way round", [60, 20], [10, 40], { from: 1100, to: 1600, leastMs: 100, mostMs: 300 }],
  ["over the edges", [-20, 80], [500, 20], { from: 1000, to: 2000, leastMs: 0, mostMs: 300 }],
  [
    "up to the upper edge: however long",
    [10, 40],
    [60, 2],
    { from: 1100, to: 1600, leastMs: 100, mostMs: Infinity },
  ],
] as const)("a box %s", (_, [ax, ay], [bx, by], expected) => {
  expect(boxOf(plane, { x: ax, y: ay }, { x: bx, y: by })).toEqual(expected);
});
