import { describe, expect, test } from "vitest";
import { relative } from "./duration.ts";
import { confidenceWord, targetOfLink } from "./words.ts";

describe("a link of a sentence", () => {
  const facts: [link: string, target: ReturnType<typeof targetOfLink>][] = [
    ["/services/cart", { to: "/services/cart", search: {} }],
    ["/logs?filter=a%3Db&from=1", { to: "/logs", search: { filter: ["a=b"], from: ["1"] } }],
    ["/x?c=1&c=2", { to: "/x", search: { c: ["1", "2"] } }],
    ["/services/a%2Fb", { to: "/services/a%2Fb", search: {} }],
    ["//evil.example/x", undefined],
    ["/\\evil.example", undefined],
    ["https://evil.example", undefined],
    ["javascript:alert(1)", undefined],
    ["", undefined],
  ];
  test.each(facts)("%j", (link, target) => expect(targetOfLink(link)).toEqual(target));
});

test.each([
  [1, "almostCertain"],
  [0.9, "almostCertain"],
  [0.86, "veryLikely"],
  [0.5, "likely"],
  [0.3, "possible"],
  [0, "faint"],
])("a confidence of %d is %s", (confidence, word) => expect(confidenceWord(confidence)).toBe(word));

test.each([
  [0, "0"],
  [20_000, "+20 s"],
  [-60_000, "−1 min"],
])("%d ms from the onset is %s", (ms, text) => expect(relative(ms, 0).replaceAll("\u00a0", " ")).toBe(text));
