import { expect, test } from "vitest";
import { replicasForTotal } from "./ratio.ts";

test.each<[number, number, number, number, boolean, number]>([
  [2, 2, 400, 100, false, 8],
  [2, 2, 105, 100, false, 2],
  [2, 2, 400, 100, true, 4],
  [4, 4, 400, 100, true, 4],
])(
  "%i replicas, %i ready, at %i of %i (an average: %s) become %i",
  (current, ready, usage, wanted, isAverage, expected) => {
    expect(replicasForTotal(current, ready, usage, wanted, isAverage)).toBe(expected);
  },
);
