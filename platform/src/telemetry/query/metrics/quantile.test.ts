import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { explicitBuckets, exponentialBuckets, histogramQuantile } from "./quantile.ts";

const end = Number.POSITIVE_INFINITY;

describe("a quantile of an explicit histogram", () => {
  const facts: [bounds: number[], counts: [number, number][], quantile: number, expected: number | null][] = [
    [[10, 20], [[10, 100]], 0.5, 5],
    [
      [10, 20],
      [
        [10, 50],
        [20, 50],
      ],
      0.75,
      15,
    ],
    [[10, 20], [[20, 10]], 1, 20],
    [
      [10, 20],
      [
        [10, 1],
        [end, 99],
      ],
      0.99,
      20,
    ],
    [[-5, 5], [[-5, 10]], 0.5, -5],
    [[10], [], 0.5, null],
    [[], [[end, 4]], 0.5, 0],
  ];
  test.each(facts)("bounds %j with %j has %f at %s", (bounds, counts, quantile, expected) => {
    expect(histogramQuantile(explicitBuckets(bounds, new Map(counts)), quantile)).toBe(expected);
  });
});

test("an exponential histogram finds a quantile within one bucket's width", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.001, max: 1000, noNaN: true }), { minLength: 20, maxLength: 200 }),
      fc.constantFrom(0.5, 0.95),
      (values, quantile) => {
        const scale = 4;
        const counts = new Map<number, number>();
        for (const value of values) {
          const index = Math.ceil(Math.log2(value) * 2 ** scale) - 1;
          counts.set(index, (counts.get(index) ?? 0) + 1);
        }
        const found = histogramQuantile(
          exponentialBuckets(scale, counts, new Map(), { count: 0, threshold: 0 }),
          quantile,
        );
        const exact = values.toSorted((a, b) => a - b)[Math.ceil(quantile * values.length) - 1] ?? Number.NaN;
        expect(Math.abs((found ?? Number.NaN) / exact - 1)).toBeLessThan(0.05);
      },
    ),
  );
});

test("negative values come before zero, and zero before positive ones", () => {
  const buckets = exponentialBuckets(
    0,
    new Map([[0, 5]]),
    new Map([
      [0, 5],
      [1, 5],
    ]),
    { count: 5, threshold: 0.1 },
  );
  expect(buckets.map(({ lower, upper }) => [lower, upper])).toEqual([
    [-4, -2],
    [-2, -1],
    [-0.1, 0.1],
    [1, 2],
  ]);
});
