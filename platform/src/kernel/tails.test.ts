import { expect, test } from "vitest";
import { chiSquareTail, lnGamma, normalTails } from "./tails.ts";

test.each([
  [0.5, Math.log(Math.sqrt(Math.PI))],
  [1, 0],
  [2, 0],
  [10, Math.log(362_880)],
  [0.1, 2.252_712_651_734_206],
  [171, 706.573_062_245_787_4],
])("the logarithm of gamma of %d", (x, expected) => {
  expect(lnGamma(x)).toBeCloseTo(expected, 10);
});

// The table of critical values in Fisher and Yates.
test.each([
  [3.841_459, 1, 0.05],
  [6.634_897, 1, 0.01],
  [10.827_57, 1, 0.001],
  [5.991_465, 2, 0.05],
  [0.102_587, 2, 0.95],
  [18.307_04, 10, 0.05],
  [124.3421, 100, 0.05],
  [0, 3, 1],
])("chi-square of %d with %d degrees of freedom has the tail %d", (x, freedom, expected) => {
  expect(chiSquareTail(x, freedom)).toBeCloseTo(expected, 6);
});

test("far tails are small, not zero", () => {
  expect(Math.log10(chiSquareTail(200, 1))).toBeCloseTo(-44.68, 1);
});

test.each([
  [0, 1],
  [1.959_964, 0.05],
  [-1.959_964, 0.05],
  [2.575_829, 0.01],
])("a normal variable is %d away with a chance of %d", (z, expected) => {
  expect(normalTails(z)).toBeCloseTo(expected, 6);
});
