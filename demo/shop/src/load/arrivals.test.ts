import { expect, test } from "vitest";
import { arrivals, tideAt } from "./arrivals.ts";

const hour = 3_600_000;
const gaps = firstGaps(1, 40);

/** Visitors who arrive between two moments of the first hour. */
function arrived(fromMs: number, toMs: number): number {
  let at = 0;
  return gaps.filter((gap) => (at += gap) >= fromMs && at < toMs).length;
}

test("the same seed gives the same arrivals", () => {
  expect(firstGaps(1, 40)).toEqual(gaps);
  expect(firstGaps(2, 40)).not.toEqual(gaps);
});

test("twice the shoppers arrive in half the time", () => {
  const [calm = 0] = firstGaps(1, 20);
  const [busy = 0] = firstGaps(1, 40);
  expect(calm / busy).toBeCloseTo(2);
});

test("the tide rises, falls below the mean and comes back", () => {
  expect([0, hour / 4, hour / 2, (3 * hour) / 4, hour].map((at) => Number(tideAt(at).toFixed(2)))).toEqual([
    1, 1.3, 1, 0.7, 1,
  ]);
});

test("more people come at high tide than at low tide", () => {
  expect(arrived(0, hour / 2)).toBeGreaterThan(1.3 * arrived(hour / 2, hour));
});

function firstGaps(seed: number, shoppers: number): number[] {
  const source = arrivals(seed, shoppers);
  return Array.from({ length: 8000 }, () => source.next().value ?? NaN);
}
