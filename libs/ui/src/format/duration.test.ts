import { describe, expect, it } from "vitest";
import { formatDuration, parseDuration } from "./duration.ts";

describe("a duration takes the unit that keeps it short", () => {
  it.each([
    [0, "0\u00a0ms"],
    [850, "850\u00a0ns"],
    [12_345, "12.3\u00a0µs"],
    [4_560_000, "4.56\u00a0ms"],
    [999_600_000, "1\u00a0s"],
    [1_234_000_000, "1.23\u00a0s"],
    [59_960_000_000, "1m"],
    [125_000_000_000, "2m\u00a005s"],
    [11_520_000_000_000, "3h\u00a012m"],
    [352_800_000_000_000, "4d\u00a002h"],
    [-1_500_000, "-1.5\u00a0ms"],
  ])("%d ns reads %s", (nano, text) => expect(formatDuration(nano)).toBe(text));
});

describe("a duration can be typed", () => {
  it.each([
    ["250", 250e6],
    ["250ms", 250e6],
    ["1.5 s", 1.5e9],
    ["10us", 10_000],
    ["10µs", 10_000],
    ["2m", 120e9],
    ["soon", undefined],
    ["", undefined],
  ])("%j is %s ns", (text, nano) => expect(parseDuration(text)).toBe(nano));
});
