import { describe, expect, test } from "vitest";
import { formatShort, formatValue, parseFloatText } from "./number.ts";

describe("a number", () => {
  const facts: [value: number, plain: string, short: string][] = [
    [0.1, "0.1", "0.1"],
    [1e21, "1000000000000000000000", "1e+21"],
    [1.5e-7, "0.00000015", "1.5e-07"],
    [-1.25e22, "-12500000000000000000000", "-1.25e+22"],
    [-0, "-0", "-0"],
    [Infinity, "+Inf", "+Inf"],
    [Number.NaN, "NaN", "NaN"],
  ];
  test.each(facts)("%s is written %s, or short %s", (value, plain, short) => {
    expect([formatValue(value), formatShort(value)]).toEqual([plain, short]);
  });

  const read: [text: string, value: number | undefined][] = [
    ["+Inf", Infinity],
    ["-inf", -Infinity],
    ["1e3", 1000],
    [".5", 0.5],
    ["1.", 1],
    ["0x10", undefined],
    ["", undefined],
    ["Hello", undefined],
  ];
  test.each(read)("%j is read as %s", (text, value) => {
    expect(parseFloatText(text)).toBe(value);
  });
});
