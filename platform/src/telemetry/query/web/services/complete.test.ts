import { expect, it } from "vitest";
import { completeSteps, withoutRunning } from "./complete.ts";

const grid = { times: [0, 10_000, 20_000], stepSeconds: 10 };

it.each([
  [30_000, 3],
  [29_999, 2],
  [99_000, 3],
  [5_000, 0],
])("at %d ms, %d steps are over", (asOf, steps) => expect(completeSteps(grid, asOf)).toBe(steps));

it("the step that is running is left out of every series", () => {
  const series = { requests: [5, 5, 1], errors: [0, 1, 0], p95Nano: [1, null, 3] };
  expect(withoutRunning([{ series }], 2)).toEqual([
    { series: { requests: [5, 5], errors: [0, 1], p95Nano: [1, null] } },
  ]);
});
