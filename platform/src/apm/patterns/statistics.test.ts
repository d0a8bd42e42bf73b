import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mannKendall, median, normalTail, poissonLow, poissonTail, quantile, ranks } from "./statistics.ts";

/** The exact tail, by adding up. */
function exactTail(count: number, mean: number): number {
  let term = Math.exp(-mean);
  let below = 0;
  for (let k = 0; k < count; k++) {
    below += term;
    term *= mean / (k + 1);
  }
  return 1 - below;
}

describe("a Poisson tail", () => {
  test("is never told to be less likely than it is, and not much more likely", () => {
    for (const [count, mean] of [
      [5, 1],
      [10, 3],
      [20, 8],
      [30, 15],
      [12, 2],
    ] as const) {
      const exact = Math.log10(exactTail(count, mean));
      expect(poissonTail(count, mean)).toBeGreaterThanOrEqual(exact);
      expect(poissonTail(count, mean)).toBeLessThan(exact + 1);
    }
  });

  test.each([
    [3, 5, 0],
    [5, 5, 0],
    [0, 0, 0],
  ])("%d when %d are expected is nothing", (count, mean, expected) => {
    expect(poissonTail(count, mean)).toBe(expected);
  });

  test("the other way round: none where ten are expected is e^-10", () => {
    expect(poissonLow(0, 10)).toBeCloseTo(-10 / Math.LN10, 9);
    expect(poissonLow(12, 10)).toBe(0);
  });
});

test.each([
  [1.96, Math.log10(0.05)],
  [-1.96, Math.log10(0.05)],
  [3.29, Math.log10(0.001)],
  [0.5, 0],
])("a normal value of %d", (z, expected) => expect(normalTail(z)).toBeCloseTo(expected, 0));

test("ranks add up, and what is equal has equal ranks", () => {
  expect([...ranks([30, 10, 20, 10])]).toEqual([4, 1.5, 3, 1.5]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 })), (values) => {
      const sum = ranks(values).reduce((a, b) => a + b, 0);
      expect(sum).toBe((values.length * (values.length + 1)) / 2);
    }),
  );
});

test("quantiles and the median", () => {
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(3);
  expect(quantile([], 0.5)).toBeNaN();
  expect(median([9, 1, 5])).toBe(5);
});

test.each([
  ["rising", [1, 2, 3, 4, 5, 6, 7, 8], 1, 3.34],
  ["falling", [8, 7, 6, 5, 4, 3, 2, 1], -1, -3.34],
  ["level", [1, 1, 1, 1], 0, 0],
])("a %s series", (_, series, tau, z) => {
  const found = mannKendall(series);
  expect(found.tau).toBe(tau);
  expect(found.z).toBeCloseTo(z, 2);
});
