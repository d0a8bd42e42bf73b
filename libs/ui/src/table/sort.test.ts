import { describe, expect, it } from "vitest";
import { nextOrder, sortRows } from "./sort.ts";

describe("rows", () => {
  it("without a value come last whichever way", () => {
    const rows = [2, null, 3, 1];
    expect(sortRows(rows, (row) => row, false)).toEqual([1, 2, 3, null]);
    expect(sortRows(rows, (row) => row, true)).toEqual([3, 2, 1, null]);
  });
  it("with numbers in their names sort as people count", () => {
    expect(sortRows(["pod-10", "pod-9"], (row) => row, false)).toEqual(["pod-9", "pod-10"]);
  });
});

describe("a click on a column's head", () => {
  it.each([
    ["name", "rate", false, "-rate"],
    ["-rate", "rate", false, "rate"],
    ["rate", "rate", false, "-rate"],
    ["-rate", "name", true, "name"],
  ])("from %s on %s", (order, column, text, next) => expect(nextOrder(order, column, text)).toBe(next));
});
