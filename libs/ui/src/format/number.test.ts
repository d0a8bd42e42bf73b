import { describe, expect, it } from "vitest";
import { formatCount, formatInteger, formatPercent, formatRate, significant } from "./number.ts";

describe("numbers keep three significant digits", () => {
  it.each([
    [0, "0"],
    [0.012345, "0.0123"],
    [1.5, "1.5"],
    [12.345, "12.3"],
    [123.45, "123"],
    [-4.5678, "-4.57"],
  ])("%d reads %s", (value, text) => expect(significant(value)).toBe(text));
});

describe("counts take SI prefixes", () => {
  it.each([
    [0, "0"],
    [999, "999"],
    [1000, "1k"],
    [1234, "1.23k"],
    [999_950, "1M"],
    [34_500_000, "34.5M"],
    [7_200_000_000, "7.2G"],
    [-1500, "-1.5k"],
  ])("%d reads %s", (value, text) => expect(formatCount(value)).toBe(text));

  it("a rate is per second", () => expect(formatRate(1234)).toBe("1.23k\u00a0/s"));
  it("a slow rate too, so that rows compare", () => expect(formatRate(0.0076)).toBe("0.0076\u00a0/s"));
  it("an integer in full is grouped", () => expect(formatInteger(1234567)).toBe("1,234,567"));
});

describe("ratios read as per cent", () => {
  it.each([
    [0, "0\u00a0%"],
    [0.00001, "<\u00a00.01\u00a0%"],
    [0.02346, "2.35\u00a0%"],
    [0.456, "45.6\u00a0%"],
    [1, "100\u00a0%"],
  ])("%d reads %s", (ratio, text) => expect(formatPercent(ratio)).toBe(text));
});
