import { expect, test } from "vitest";
import { falseDiscoveries } from "./discoveries.ts";

// Benjamini and Hochberg (1995), 4.1: treatments of myocardial infarction.
const ps = [
  0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
  0.759, 1,
];

test("of the fifteen hypotheses in the paper, four are discoveries at 0.05", () => {
  expect(falseDiscoveries(ps).filter((q) => q <= 0.05)).toHaveLength(4);
});

test("the order in which they are asked does not matter", () => {
  const back = falseDiscoveries(ps.toReversed()).toReversed();
  expect(back.map((q) => q.toFixed(12))).toEqual(falseDiscoveries(ps).map((q) => q.toFixed(12)));
});

test.each([
  [[], []],
  [[0.02], [0.02]],
  [
    [0.01, 0.01],
    [0.01, 0.01],
  ],
  [
    [0.04, 0.01],
    [0.04, 0.02],
  ],
])("%j are worth %j", (given, expected) => {
  expect(falseDiscoveries(given)).toEqual(expected);
});
