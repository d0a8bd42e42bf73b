import * as fc from "fast-check";
import { expect, test } from "vitest";
import { quantile } from "./robust.ts";
import { ranksOf } from "./ranks.ts";

/** Many values repeat, as durations do. */
const values = fc.array(
  fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ noNaN: true, min: -1e9, max: 1e9 })),
  {
    minLength: 1,
  },
);

test("a quantile is read between the two values around it in order", () => {
  fc.assert(
    fc.property(values, fc.double({ noNaN: true, min: 0, max: 1 }), (given, q) => {
      const sorted = given.toSorted((a, b) => a - b);
      const at = (given.length - 1) * q;
      const [low = 0, high = 0] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
      expect(quantile(given, q)).toBeCloseTo(low + (high - low) * (at - Math.floor(at)), 9);
      expect(quantile(given, q, (value) => 2 * value)).toBeCloseTo(2 * quantile(given, q), 6);
    }),
  );
});

test("the quantile of values in an order that Hoare's method dislikes is still found at once", () => {
  const n = 100_000;
  const pipe = Array.from({ length: n }, (_, i) => Math.min(i, n - i));
  expect(quantile(pipe, 0.5)).toBe(25_000);
});

test("the rank of a value is the mean place of all that are equal to it", () => {
  fc.assert(
    fc.property(values, (given) => {
      const below = (value: number) => given.filter((other) => other < value).length;
      const equal = (value: number) => given.filter((other) => other === value).length;
      expect([...ranksOf(given)]).toEqual(given.map((value) => below(value) + (equal(value) + 1) / 2));
    }),
  );
});
