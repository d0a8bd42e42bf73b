import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Level } from "./level.ts";

const seconds = (values: readonly number[]) =>
  new Level(
    values.map((_, second) => second),
    values,
  );

describe("a level that changes", () => {
  test("it is surest at the moment where it changed", () => {
    const level = seconds([
      ...Array.from({ length: 30 }, (_, i) => 10 + (i % 3)),
      ...Array.from({ length: 30 }, (_, i) => 20 + (i % 3)),
    ]);
    const surest = Array.from({ length: 59 }, (_, i) => i + 1).toSorted((a, b) => level.z(b) - level.z(a))[0];
    expect(surest).toBe(30);
    expect(level.change(30)).toMatchObject({
      before: 11,
      after: 21,
      above: 1,
      countBefore: 30,
      countAfter: 30,
    });
  });

  test("one outlier is no change", () => {
    expect(Math.abs(seconds([1, 2, 1, 2, 1, 2, 1, 9000, 1, 2, 1, 2]).z(7))).toBeLessThan(2);
  });

  test("a constant says nothing", () => {
    expect(seconds([5, 5, 5, 5, 5, 5]).z(3)).toBe(0);
  });

  test("values that fall count against rising ones", () => {
    const values = [9, 8, 9, 8, 9, 8, 1, 2, 1, 2, 1, 2];
    expect(seconds(values).z(6)).toBeLessThan(-2);
    expect(seconds(values).change(6).above).toBe(0);
  });

  test("growing all values alike changes nothing, as only their order counts", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 4, maxLength: 60 }),
        fc.nat(59),
        (values, cut) => {
          const grown = values.map((value) => value * 3 + 7);
          expect(seconds(grown).z(cut)).toBeCloseTo(seconds(values).z(cut), 9);
        },
      ),
    );
  });
});
