import { describe, expect, it } from "vitest";
import { MARGIN, stepAt, timeAt, xOf } from "./scale.ts";

const scale = { from: 1000, to: 2000, width: 100 };

describe("a time axis", () => {
  it("maps there and back", () => expect(timeAt(scale, xOf(scale, 1250))).toBe(1250));
  it("stops at its ends", () => {
    expect(timeAt(scale, 0)).toBe(1000);
    expect(timeAt(scale, MARGIN.left + 500)).toBe(2000);
  });
});

describe("the step that holds a moment", () => {
  it.each([
    [0, 0],
    [9_999, 0],
    [10_000, 1],
    [29_999, 2],
    [30_000, undefined],
    [-1, undefined],
  ])("%d ms: %s", (time, step) => expect(stepAt([0, 10_000, 20_000], 10, time)).toBe(step));
});
