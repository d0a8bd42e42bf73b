import { expect, test } from "vitest";
import { edgeNano, heatScale, strength } from "./heat.ts";

const bucketOf = (ms: number) => Math.floor(8 * Math.log2(ms * 1e6 + 1));
const cell = (ms: number, count: number) => ({ step: 0, bucket: bucketOf(ms), count, errors: 0 });

test.each([
  ["from a millisecond on", [cell(5, 10), cell(2000, 1)], 1, 2000],
  ["few that were quicker lie at the ground", [cell(0.1, 1), cell(5, 10)], 1, 32],
  ["when most are quicker they are shown", [cell(0.1, 10), cell(5, 1)], 0.1, 32],
  ["nothing", [], 1, 32],
])("the scale of durations goes %s", (_, cells, first, last) => {
  const scale = heatScale(cells);
  expect(scale.first).toBe(bucketOf(first));
  expect(edgeNano(scale.last) / 1e6 / last).toBeCloseTo(1, 0);
});

test("one transaction is seen beside a million", () => {
  expect(strength(0, 10)).toBe(0);
  expect(strength(1, 1_000_000)).toBeGreaterThan(0.2);
  expect(strength(1_000_000, 1_000_000)).toBe(1);
});
