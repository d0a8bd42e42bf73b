import { describe, expect, test } from "vitest";
import { formatDuration, parseDuration } from "./duration.ts";

describe("a duration", () => {
  const facts: [text: string, ms: number | undefined][] = [
    ["0", 0],
    ["5m", 300_000],
    ["1h30m", 5_400_000],
    ["1m500ms", 60_500],
    ["1y2w3d", 33_004_800_000],
    ["30m1h", undefined],
    ["5", undefined],
    ["", undefined],
  ];
  test.each(facts)("%j is %s ms", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  const written: [ms: number, text: string][] = [
    [0, "0s"],
    [-300_000, "-5m"],
    [604_800_000, "1w"],
    [691_200_000, "8d"],
    [90_061_001, "1d1h1m1s1ms"],
  ];
  test.each(written)("%s ms is written %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});
