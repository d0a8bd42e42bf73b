import { expect, test } from "vitest";
import { exponential, logNormal, randomFrom } from "./random.ts";

const sample = (draw: () => number) => Array.from({ length: 20_000 }, draw);
const draws = (...words: (string | number)[]) => Array.from({ length: 5 }, randomFrom(...words));
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test("the same words give the same numbers, other words others", () => {
  expect(draws(1, "load")).toEqual(draws(1, "load"));
  expect(draws(1, "load")).not.toEqual(draws(2, "load"));
  expect(draws(1, "load")).not.toEqual(draws(1, "card"));
});

test("numbers spread evenly over [0, 1)", () => {
  const values = sample(randomFrom("even"));
  expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...values)).toBeLessThan(1);
  expect(mean(values)).toBeCloseTo(0.5, 1);
});

test("an exponential has its mean, a log-normal its median", () => {
  const random = randomFrom("shapes");
  expect(mean(sample(() => exponential(random, 10))) / 10).toBeCloseTo(1, 1);
  const sorted = sample(() => logNormal(random, 70, 0.5)).toSorted((a, b) => a - b);
  expect((sorted[10_000] ?? 0) / 70).toBeCloseTo(1, 1);
});
