import { describe, expect, test } from "vitest";
import { burnDown, threatenedSince, threatHistoryMs } from "./course.ts";

const minute = 60_000;
const now = Date.parse("2026-11-30T09:02:00Z");

describe("a budget over its window", () => {
  const grid = [0, 1, 2, 3].map((hour) => hour * 60 * minute);
  const steps = [
    { at: grid[0] ?? 0, total: 100, bad: 0 },
    { at: grid[1] ?? 0, total: 200, bad: 2 },
    { at: grid[3] ?? 0, total: 100, bad: 3 },
  ];
  test("falls by what failed, down to what is left", () => {
    expect(burnDown(steps, grid, 0.99)).toEqual([1, 0.5, 0.5, -0.25].map((left) => expect.closeTo(left, 9)));
  });
  test("begins with the first requests", () => {
    expect(burnDown(steps.slice(1), grid, 0.99)[0]).toBeNull();
  });
  test("is unknown without requests", () => {
    expect(burnDown([], grid, 0.99)).toEqual([null, null, null, null]);
  });
});

/** A request a second, of which 0.1 % fail and, since a moment, more. */
const steps = (since: number, share: number, until = Number.POSITIVE_INFINITY) => {
  const first = Math.floor((now - threatHistoryMs) / (5 * minute)) * 5 * minute;
  return Array.from({ length: Math.ceil((now - first) / (5 * minute)) }, (_, i) => {
    const at = first + i * 5 * minute;
    return { at, total: 300, bad: 300 * (at >= since && at < until ? share : 0.0001) };
  });
};
const target = 0.999;
const ago = (minutes: number) => Math.floor(now / (5 * minute)) * 5 * minute - minutes * minute;

describe("a budget is threatened", () => {
  test("since soon after more fail than may", () => {
    const since = threatenedSince(steps(ago(60), 0.5), target, now) ?? 0;
    expect((since - ago(60)) / minute).toBeGreaterThan(0);
    expect((since - ago(60)) / minute).toBeLessThanOrEqual(10);
  });
  test("for a day at most, however long it has been so", () => {
    expect(threatenedSince(steps(0, 0.1), target, now)).toBe(ago(-5) - 24 * 60 * minute);
  });
  test("no more once it has ended", () => {
    expect(threatenedSince(steps(ago(60), 0.02, ago(40)), target, now)).toBeNull();
  });
  test("never where nothing fails, or nobody asks", () => {
    expect(threatenedSince(steps(now, 0), target, now)).toBeNull();
    expect(threatenedSince([], target, now)).toBeNull();
  });
});
