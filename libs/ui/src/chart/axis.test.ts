import { describe, expect, it } from "vitest";
import { valueAxis } from "./axis.ts";

describe("a value axis has round steps", () => {
  it.each([
    [100, 4, "decimal", { step: 25, max: 100 }],
    [93, 4, "decimal", { step: 25, max: 100 }],
    [0.37, 4, "decimal", { step: 0.1, max: 0.4 }],
    [3.1 * 1024 ** 3, 4, "binary", { step: 1024 ** 3, max: 4 * 1024 ** 3 }],
    [900 * 1024, 4, "binary", { step: 256 * 1024, max: 1024 ** 2 }],
    [1, 4, "whole", { step: 1, max: 1 }],
    [10, 4, "whole", { step: 5, max: 10 }],
    [0, 4, "decimal", { step: 1, max: 1 }],
    [Number.NaN, 4, "decimal", { step: 1, max: 1 }],
  ] as const)("up to %d in about %d steps (%s)", (most, about, scale, { step, max }) => {
    const axis = valueAxis(most, about, scale);
    expect(axis.step).toBeCloseTo(step);
    expect(axis.max).toBeCloseTo(max);
  });
});
