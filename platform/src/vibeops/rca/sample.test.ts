import { expect, test } from "vitest";
import { isRandom } from "./sample.ts";

test.each([
  ["half of them have any bit", [[1000, 500]], true],
  ["chance spreads a hundred", [[100, 35]], true],
  ["of few ids nothing can be said", [[20, 0]], true],
  ["ids that begin with the time all have the same bits", [[1000, 1000]], false],
  ["a sampler let only those pass that begin with zeros", [[1000, 0]], false],
  [
    "one service of three makes ids of its own kind",
    [
      [1000, 480],
      [500, 260],
      [300, 0],
    ],
    false,
  ],
] as const)("%s", (_, spreads, expected) => {
  expect(isRandom(spreads.map(([traces, withBit]) => ({ service: "cart", traces, withBit })))).toBe(expected);
});
