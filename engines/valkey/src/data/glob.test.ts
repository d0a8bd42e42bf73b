import { describe, expect, test } from "vitest";
import { globMatches } from "./glob.ts";

describe("a pattern fits a text", () => {
  const facts: [pattern: string, text: string, fits: boolean][] = [
    ["*", "", true],
    ["*", "anything", true],
    ["a*", "abc", true],
    ["a*c", "abc", true],
    ["a*c", "abd", false],
    ["*b*", "abc", true],
    ["?", "a", true],
    ["?", "", false],
    ["h[ae]llo", "hallo", true],
    ["h[ae]llo", "hillo", false],
    ["h[^e]llo", "hallo", true],
    ["h[^e]llo", "hello", false],
    ["h[a-c]llo", "hbllo", true],
    ["h[c-a]llo", "hbllo", true],
    ["h[a-c]llo", "hdllo", false],
    ["a\\*b", "a*b", true],
    ["a\\*b", "axb", false],
    ["[\\]]", "]", true],
    ["[a", "a", true],
    ["", "", true],
    ["", "a", false],
    ["a", "ab", false],
    ["**a", "bba", true],
    ["a\\", "a\\", true],
  ];
  test.each(facts)("%s, %s: %s", (pattern, text, fits) => {
    expect(globMatches(pattern, text)).toBe(fits);
  });
});

test("a pattern made to be slow is not", () => {
  const begun = performance.now();
  expect(globMatches(`${"a*".repeat(40)}b`, "a".repeat(5000))).toBe(false);
  expect(performance.now() - begun).toBeLessThan(500);
});
