import { describe, expect, test } from "vitest";
import { budgetOf, burnRateOf } from "./budget.ts";

describe("of an error budget is left", () => {
  test.each<[what: string, total: number, bad: number, target: number, left: number, leftShare: number]>([
    ["all of it when nothing fails", 10_000, 0, 0.99, 100, 1],
    ["half of it when half of what may fail has failed", 10_000, 50, 0.99, 50, 0.5],
    ["nothing when as many fail as may", 10_000, 100, 0.99, 0, 0],
    ["less than nothing when more fail than may", 10_000, 250, 0.99, -150, -1.5],
    ["a tenth of it at three nines", 1_000_000, 900, 0.999, 100, 0.1],
  ])("%s", (_, total, bad, target, left, leftShare) => {
    const budget = budgetOf({ total, bad }, target);
    expect(budget.left).toBeCloseTo(left, 6);
    expect(budget.leftShare).toBeCloseTo(leftShare, 6);
    expect(budget.sli).toBeCloseTo(1 - bad / total, 9);
  });
});

describe("what a budget is worth", () => {
  test("nothing is known of no requests: neither 0 nor 100 %", () => {
    expect(budgetOf({ total: 0, bad: 0 }, 0.99)).toEqual({
      sli: null,
      allowed: 0,
      spent: 0,
      left: 0,
      leftShare: null,
      evidence: "none",
    });
  });
  test.each<[total: number, target: number, evidence: string]>([
    [99, 0.99, "few"],
    [101, 0.99, "enough"],
    [999, 0.999, "few"],
    [1001, 0.999, "enough"],
  ])("%d requests at %d are %s", (total, target, evidence) => {
    expect(budgetOf({ total, bad: 0 }, target).evidence).toBe(evidence);
  });
});

describe("a budget burns", () => {
  test.each<[what: string, total: number, bad: number, target: number, rate: number]>([
    ["2 % errors on a 99 % objective burn the budget twice as fast as they may", 1000, 20, 0.99, 2],
    ["1 % errors on a 99 % objective burn it exactly in its window", 1000, 10, 0.99, 1],
    ["all that fails on a 99.9 % objective burns it a thousand times as fast", 50, 50, 0.999, 1000],
    ["nothing that fails burns nothing", 1000, 0, 0.999, 0],
  ])("%s", (_, total, bad, target, rate) => {
    expect(burnRateOf({ total, bad }, target)).toBeCloseTo(rate, 6);
  });
  test("of no requests no rate is known", () => expect(burnRateOf({ total: 0, bad: 0 }, 0.99)).toBeNull());
});
