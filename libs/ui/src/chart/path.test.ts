import { describe, expect, it } from "vitest";
import { linePath } from "./path.ts";

describe("a sparkline", () => {
  it("scales from zero to its greatest value", () => {
    expect(linePath([0, 5, 10], 20, 10).line).toBe("M0 10L10 5L20 0");
  });
  it("leaves a gap where there is no value", () => {
    expect(linePath([10, 10, null, 10, 10], 40, 10).line).toBe("M0 0L10 0M30 0L40 0");
  });
  it("shows a value that stands alone", () =>
    expect(linePath([null, 10, null], 20, 10).line).toBe("M10 0h1"));
  it("lies on the ground when everything is zero", () => {
    expect(linePath([0, 0], 10, 10).line).toBe("M0 10L10 10");
  });
  it("is nothing without values", () => expect(linePath([], 10, 10)).toEqual({ line: "", area: "" }));
});
