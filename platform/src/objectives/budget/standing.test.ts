import { describe, expect, test } from "vitest";
import type { Objective } from "../declaration/api.ts";
import type { Counts } from "./budget.ts";
import { byDanger, standingOf } from "./standing.ts";

const now = Date.parse("2026-11-30T09:00:00Z");
const objective: Objective = {
  name: "cart",
  title: "Cart",
  description: "",
  service: "cart",
  operation: "",
  indicator: "latency",
  thresholdMs: 300,
  windowDays: 30,
  target: 0.99,
  labels: {},
  annotations: {},
};
/** @param whole  of the window
 *  @param lately of each of the shorter windows */
const standing = (whole: Counts, lately: Counts) =>
  standingOf(
    objective,
    {
      counts: whole,
      measuredSince: whole.total === 0 ? null : now - 30 * 24 * 3_600_000,
      burn: { 5: lately, 30: lately, 60: lately, 360: lately, 4320: lately },
    },
    now,
  );
const quiet = { total: 100, bad: 0 };

describe("an objective is", () => {
  test.each<[state: string, whole: Counts, lately: Counts]>([
    ["kept", { total: 100_000, bad: 10 }, quiet],
    ["spent", { total: 100_000, bad: 2000 }, quiet],
    ["burning", { total: 100_000, bad: 10 }, { total: 100, bad: 50 }],
    ["burning", { total: 100_000, bad: 2000 }, { total: 100, bad: 50 }],
    ["leaking", { total: 100_000, bad: 10 }, { total: 1000, bad: 20 }],
    ["few", { total: 50, bad: 1 }, { total: 50, bad: 1 }],
    ["none", { total: 0, bad: 0 }, { total: 0, bad: 0 }],
  ])("%s", (state, whole, lately) => {
    expect(standing(whole, lately).state).toBe(state);
  });
});

test("what was asked for and what is counted are both told", () => {
  expect(standing({ total: 0, bad: 0 }, quiet).countedFromMs).toBeCloseTo(306, -1);
});

test("without requests nothing is claimed", () => {
  const { sli, budget, burnRates, goneAt } = standing({ total: 0, bad: 0 }, { total: 0, bad: 0 });
  expect({ sli, left: budget.leftShare, goneAt }).toEqual({ sli: null, left: null, goneAt: null });
  expect(burnRates.map(({ rate }) => rate)).toEqual([null, null, null, null, null]);
});

test("what burns comes first, then what is spent, then what has least left", () => {
  const all = [
    standing({ total: 0, bad: 0 }, { total: 0, bad: 0 }),
    standing({ total: 100_000, bad: 10 }, quiet),
    standing({ total: 100_000, bad: 900 }, quiet),
    standing({ total: 100_000, bad: 2000 }, quiet),
    standing({ total: 100_000, bad: 10 }, { total: 100, bad: 50 }),
  ];
  expect(all.toSorted(byDanger)).toEqual(all.toReversed());
});
