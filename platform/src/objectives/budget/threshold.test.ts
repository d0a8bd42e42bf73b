import * as fc from "fast-check";
import { expect, test } from "vitest";
import { boundOf } from "./threshold.ts";

test.each([
  [1, 319],
  [100, 425],
  [300, 451],
  [1000, 478],
])("what takes longer than %d ms is counted from bucket %d on", (ms, bucket) => {
  expect(boundOf(ms).bucket).toBe(bucket);
});

test("where counting begins is at most 2.2 % off", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 3_600_000, noNaN: true }), (ms) => {
      expect(Math.abs(boundOf(ms).ms / ms - 1)).toBeLessThan(0.0221);
    }),
  );
});
