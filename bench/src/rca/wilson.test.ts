import { describe, expect, test } from "vitest";
import { wilson } from "./wilson.ts";

describe("with a confidence of 95 %", () => {
  /* Of none in ten the end is z² / (n + z²), with z = 1.96. */
  const facts: [successes: number, trials: number, low: number, high: number][] = [
    [0, 0, 0, 1],
    [0, 10, 0, 0.2775],
    [5, 10, 0.2366, 0.7634],
    [21, 23, 0.732, 0.9758],
    [23, 23, 0.8569, 1],
  ];
  test.each(facts)("%i of %i lie between %f and %f", (successes, trials, low, high) => {
    const [from, to] = wilson(successes, trials);
    expect(from).toBeCloseTo(low, 3);
    expect(to).toBeCloseTo(high, 3);
  });
});
