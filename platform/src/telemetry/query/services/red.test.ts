import * as fc from "fast-check";
import { expect, test } from "vitest";
import { bucketNanos, redOf } from "./red.ts";

test("a duration read from its bucket is at most 2.3 % off", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1000, max: 1e13 }), (duration) => {
      const bucket = Math.floor(16 * Math.log2(duration + 1));
      expect(Math.abs(bucketNanos(bucket) / duration - 1)).toBeLessThan(0.023);
    }),
  );
});

test("the rate is over the time that has passed, not over the end of the window that is still to come", () => {
  const row = { service: "cart", name: "", kind: 0, errors: "5", buckets: [160, 320, 330] as const };
  const window = { from: 0, to: 120_000 };
  const grid = { stepSeconds: 60, times: [0, 60_000] };
  const rows = [
    { ...row, at: null, requests: "50" },
    { ...row, at: "0", requests: "50" },
  ];
  expect(redOf(rows, window, grid, 50_000)).toMatchObject({
    requests: 50,
    rate: 1,
    errorRatio: 0.1,
    series: { requests: [50, 0], errors: [5, 0], p95Nano: [bucketNanos(320), null] },
  });
});
