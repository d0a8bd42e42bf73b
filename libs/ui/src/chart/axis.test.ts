import { describe, expect, it } from "vitest";
import { valueAxis } from "./axis.ts";

describe("a value axis has round steps", () => {
  it.each([
    [100, 4, 10, { step: 25, max: 100 }],
    [93, 4, 10, { step: 25, max: 100 }],
    [0.37, 4, 10, { step: 0.1, max: 0.4 }],
    [3.1 * 1024 ** 3, 4, 2, { step: 1024 ** 3, max: 4 * 1024 ** 3 }],
    [900 * 1024, 4, 2, { step: 256 * 1024, max: 1024 ** 2 }],
    [0, 4, 10, { step: 1, max: 1 }],
    [Number.NaN, 4, 10, { step: 1, max: 1 }],
  ] as const)("up to %d in about %d steps of base %d", (most, about, base, { step, max }) => {
    const axis = valueAxis(most, about, base);
    expect(axis.step).toBeCloseTo(step);
    expect(axis.max).toBeCloseTo(max);
  });
});
