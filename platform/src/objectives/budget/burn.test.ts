import { describe, expect, test } from "vitest";
import { type BurnCounts, type BurnMinutes, threatOf } from "./burn.ts";

const target = 0.99;
/** Burn rates by window, 10 requests a minute. */
const at = (rates: Readonly<Record<BurnMinutes, number>>, perMinute = 10): BurnCounts => {
  const countsOf = (minutes: BurnMinutes) => ({
    total: minutes * perMinute,
    bad: minutes * perMinute * rates[minutes] * (1 - target),
  });
  return { 5: countsOf(5), 30: countsOf(30), 60: countsOf(60), 360: countsOf(360), 4320: countsOf(4320) };
};

describe("somebody has to look", () => {
  test.each<[what: string, rates: readonly number[], threat: object | null]>([
    [
      "at once: 2 % of a month's budget went in the last hour",
      [20, 20, 15, 3, 1],
      { severity: "page", factor: 14.4 },
    ],
    ["at once: 5 % of it went in the last six hours", [7, 7, 7, 7, 1], { severity: "page", factor: 6 }],
    ["these days: 10 % of it went in three days", [2, 2, 2, 2, 1.2], { severity: "ticket", factor: 1 }],
    ["no more: what burned in the last hour has ended", [0, 5, 15, 3, 0.5], null],
    ["not: it burns as it may", [1, 1, 1, 1, 1], null],
    ["not: nothing fails", [0, 0, 0, 0, 0], null],
  ])("%s", (_, [m5 = 0, m30 = 0, h1 = 0, h6 = 0, d3 = 0], threat) => {
    const found = threatOf(at({ 5: m5, 30: m30, 60: h1, 360: h6, 4320: d3 }), target);
    if (threat === null) expect(found).toBeNull();
    else expect(found).toMatchObject(threat);
  });

  test("not because of a few failures, however few requests there are", () => {
    const four = { total: 20, bad: 4 };
    const counts: BurnCounts = { 5: four, 30: four, 60: four, 360: four, 4320: four };
    expect(threatOf(counts, target)).toBeNull();
    const five = { total: 20, bad: 5 };
    expect(threatOf({ 5: five, 30: five, 60: five, 360: five, 4320: five }, target)).toMatchObject({
      severity: "page",
    });
  });

  test("not where nobody asks", () => {
    const none = { total: 0, bad: 0 };
    expect(threatOf({ 5: none, 30: none, 60: none, 360: none, 4320: none }, target)).toBeNull();
  });
});
