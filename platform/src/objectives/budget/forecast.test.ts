import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { budgetOf } from "./budget.ts";
import { goneInMs } from "./forecast.ts";

const hour = 3_600_000;
const target = 0.99;
const days = 30;
const windowMs = days * 24 * hour;
const perHour = 10_000;

/** A service that is asked evenly.
 *  @param leftShare  what is left of the budget
 *  @param burnRate   of the last hour */
function goneIn(leftShare: number, burnRate: number, measuredHours = days * 24): number | null {
  const total = measuredHours * perHour;
  const budget = budgetOf({ total, bad: total * (1 - target) * (1 - leftShare) }, target);
  const lastHour = { total: perHour, bad: perHour * (1 - target) * burnRate };
  const ms = goneInMs({ budget, lastHour, target, windowMs, measuredMs: measuredHours * hour });
  return ms === null ? null : ms / hour;
}

describe("a budget is gone", () => {
  test.each<[what: string, leftShare: number, burnRate: number, hours: number]>([
    ["a whole one of 30 days at 14.4 in 50 hours", 1, 14.4, 50],
    ["a whole one of 30 days at 6 in five days", 1, 6, 120],
    ["half of one at 10 after 38 hours: old requests leave the window, too", 0.5, 10, 37.9],
    ["a hundredth of one at 100 within minutes", 0.01, 100, 0.073],
  ])("%s", (_, leftShare, burnRate, hours) => {
    expect(goneIn(leftShare, burnRate)).toBeCloseTo(hours, 1);
  });
  test("later where the window is not full yet: each new request brings its part of the budget", () => {
    // Of 100 hours 100·100 may fail; each hour spends 200 and brings 100.
    expect(goneIn(1, 2, 100)).toBeCloseTo(100, 6);
  });
});

describe("nothing is foretold", () => {
  test.each<[what: string, leftShare: number, burnRate: number]>([
    ["of a budget that burns as it may", 0.5, 1],
    ["of one that does not burn", 0.5, 0],
    ["of one that is gone", 0, 20],
    ["of one that is overspent", -1, 20],
  ])("%s", (_, leftShare, burnRate) => {
    expect(goneIn(leftShare, burnRate)).toBeNull();
  });
  test("from a few failures", () => {
    const budget = budgetOf({ total: 100_000, bad: 0 }, target);
    const ask = (bad: number) =>
      goneInMs({ budget, lastHour: { total: 10, bad }, target, windowMs, measuredMs: windowMs });
    expect(ask(4)).toBeNull();
    expect(ask(5)).not.toBeNull();
  });
});

test("what burns faster is gone sooner, and never later than a window from now", () => {
  const share = fc.double({ min: 0.001, max: 1, noNaN: true });
  const rate = fc.double({ min: 1.01, max: 100, noNaN: true });
  fc.assert(
    fc.property(share, rate, (leftShare, burnRate) => {
      const [now, faster] = [goneIn(leftShare, burnRate), goneIn(leftShare, burnRate * 1.1)];
      if (now === null) return;
      expect(faster ?? Number.POSITIVE_INFINITY).toBeLessThan(now);
      expect(now).toBeLessThanOrEqual(days * 24);
    }),
  );
});
