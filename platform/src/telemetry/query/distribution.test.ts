import { expect, test } from "vitest";
import { bucketNanos } from "./services/red.ts";
import { distributionOf, noDurations, quantileNano, sizeOf, together } from "./distribution.ts";

const known = distributionOf([
  [100, 200, 300],
  ["90", "9", "1"],
]);

test.each([
  [0.5, 100],
  [0.9, 100],
  [0.91, 200],
  [0.99, 200],
  [1, 300],
])("of 90, 9 and 1 durations, quantile %d is in bucket %d", (level, bucket) => {
  expect(quantileNano(known, level)).toBe(bucketNanos(bucket));
});

test("nothing has no quantile", () => {
  expect(quantileNano(noDurations, 0.5)).toBeNull();
  expect(together([])).toEqual(noDurations);
});

test("distributions are added bucket by bucket", () => {
  const both = together([known, { buckets: [50, 200], counts: [4, 1] }]);
  expect(both).toEqual({ buckets: [50, 100, 200, 300], counts: [4, 90, 10, 1] });
  expect(sizeOf(both)).toBe(105);
});
