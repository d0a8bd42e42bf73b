import { assert, nat, property, uniqueArray } from "fast-check";
import { expect, test } from "vitest";
import { intervalsText, parseIntervals } from "./index-intervals.ts";

test.each<[number[], string]>([
  [[], ""],
  [[4], "4"],
  [[5, 4], "4,5"],
  [[1, 3, 4, 5, 7], "1,3-5,7"],
])("the indexes %j are written %j", (indexes, text) => {
  expect(intervalsText(indexes)).toBe(text);
});

test("what is written is read", () => {
  assert(
    property(uniqueArray(nat(50)), (indexes) => {
      expect(parseIntervals(intervalsText(indexes), 51)).toEqual(new Set(indexes));
    }),
  );
});

test("indexes that a job has not are left out", () => {
  expect(parseIntervals("1,3-1000000000", 5)).toEqual(new Set([1, 3, 4]));
});
