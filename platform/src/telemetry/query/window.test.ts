import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gridOf, onGrid, slices, windowOf } from "./window.ts";

const now = Date.parse("2026-11-21T09:30:00Z");
const minutes = (count: number) => count * 60_000;

describe("a time is read as", () => {
  const facts: [text: string, meant: number][] = [
    ["now-15m", now - minutes(15)],
    ["now-1.5h", now - minutes(90)],
    ["now-7d", now - minutes(7 * 24 * 60)],
    ["2026-11-21T09:00:00Z", now - minutes(30)],
    ["2026-11-21T18:00:00+09:00", now - minutes(30)],
    ["1795251600000", 1_795_251_600_000],
  ];
  test.each(facts)("%s", (from, meant) => {
    expect(windowOf({ from, to: "now" }, now + 1).from).toBeCloseTo(meant, -1);
  });
  test.each(["yesterday", "now-", "now-15", "", "9"])("%s is refused or lies before its end", (from) => {
    const read = () => windowOf({ from, to: "now" }, now);
    if (from === "9") expect(read().from).toBe(9);
    else expect(read).toThrow(/from: .* is no time/);
  });
  test("a window that ends before it starts is refused", () => {
    expect(() => windowOf({ from: "now", to: "now-1h" }, now)).toThrow("from: must be before to");
  });
});

describe("a chart of", () => {
  const facts: [window: number, most: number, least: number, step: number][] = [
    [minutes(15), 60, 10, 20],
    [minutes(60), 60, 10, 60],
    [minutes(60), 300, 1, 20],
    [minutes(24 * 60), 60, 10, 1800],
    [minutes(5), 300, 60, 60],
    [minutes(60 * 24 * 365 * 10), 60, 10, 604_800 * 9],
  ];
  test.each(facts)(
    "%i ms in at most %i steps of at least %i s has steps of %i s",
    (length, most, least, step) => {
      expect(gridOf({ from: now - length, to: now }, most, least).stepSeconds).toBe(step);
    },
  );
  test("sparse values are put at their steps", () => {
    const grid = gridOf({ from: now, to: now + 5000 }, 300, 1);
    expect(onGrid(grid, [now + 1000, now + 3000], [7, 8], 0)).toEqual([0, 7, 0, 8, 0]);
  });
});

test("slices cover the window without gap or overlap, newest or oldest first", () => {
  const window = fc
    .tuple(fc.integer({ min: 0, max: 2e12 }), fc.integer({ min: 1, max: 1e10 }))
    .map(([from, length]) => ({ from, to: from + length }));
  fc.assert(
    fc.property(window, fc.constantFrom("newest" as const, "oldest" as const), (window, order) => {
      const found = [...slices(window, order)];
      const inOrder = order === "newest" ? found.toReversed() : found;
      expect(inOrder[0]?.from).toBe(window.from);
      expect(inOrder.at(-1)?.to).toBe(window.to);
      inOrder.slice(1).forEach((slice, index) => expect(slice.from).toBe(inOrder[index]?.to));
      expect(found.length).toBeLessThan(15);
    }),
  );
});
