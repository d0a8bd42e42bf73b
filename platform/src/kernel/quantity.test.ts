import { describe, expect, test } from "vitest";
import { parseBytes, parseDuration } from "./quantity.ts";

describe("a duration of", () => {
  const facts: [text: string, nanos: number | undefined][] = [
    ["100ms", 1e8],
    ["1.5s", 1.5e9],
    ["2 m", 120e9],
    ["7d", 604_800e9],
    ["250us", 250_000],
    ["250µs", 250_000],
    ["15", undefined],
    ["-1s", undefined],
    ["fast", undefined],
  ];
  test.each(facts)("%s is %s ns", (text, nanos) => {
    expect(parseDuration(text)).toBe(nanos);
  });
});

describe("a size of", () => {
  const facts: [text: string, bytes: number | undefined][] = [
    ["1024", 1024],
    ["1GiB", 2 ** 30],
    ["4g", 2 ** 32],
    ["1.5 KiB", 1536],
    ["2MB", 2_000_000],
    ["64B", 64],
    ["much", undefined],
    ["-1", undefined],
  ];
  test.each(facts)("%s is %s bytes", (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes);
  });
});
