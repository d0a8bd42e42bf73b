import { describe, expect, it } from "vitest";
import { condition, formatTerm, readTerm, splitTerms, textsIn, withCondition } from "./terms.ts";

describe("a filter falls into terms", () => {
  it.each([
    ["", []],
    ["service=cart status=error", ["service=cart", "status=error"]],
    ['name="GET /cart" -debug', ['name="GET /cart"', "-debug"]],
    ["(a=1 OR b=2) c", ["(a=1 OR b=2)", "c"]],
    ["-(a b) c", ["-(a b)", "c"]],
    ["a=1 OR b=2", ["a=1", "OR", "b=2"]],
    ['"odd key"=1', ['"odd key"=1']],
    ['open="quote here', ['open="quote here']],
  ])("%s", (text, terms) => expect(splitTerms(text)).toEqual(terms));
});

describe("a term reads as", () => {
  it.each([
    ["service=cart", ["service", "=", "cart", false]],
    ["http.response.status_code>=500", ["http.response.status_code", ">=", "500", false]],
    ['http.route~"^/api/(carts|orders)"', ["http.route", "~", "^/api/(carts|orders)", false]],
    ["url=/x?a=1", ["url", "=", "/x?a=1", false]],
    ['"connection refused"', ["", "", "connection refused", false]],
    ["-debug", ["", "", "debug", true]],
    ["-a=1", ["a", "=", "1", true]],
    [String.raw`body="say \"hi\""`, ["body", "=", 'say "hi"', false]],
    ["(a OR b)", ["", "", "(a OR b)", false]],
  ] as const)("%s", (raw, expected) => {
    const { key, operator, value, negated } = readTerm(raw);
    expect([key, operator, value, negated]).toEqual(expected);
  });
});

describe("a condition is quoted where it must be", () => {
  it.each([
    ["service", "cart", "service=cart"],
    ["name", "GET /cart", 'name="GET /cart"'],
    ["name", "", 'name=""'],
    ["a", "*", 'a="*"'],
    ["offset", "-5", 'offset="-5"'],
    ["odd key", "1", '"odd key"=1'],
  ])("%s, %j", (key, value, raw) => {
    expect(condition(key, "=", value)).toBe(raw);
    expect(readTerm(raw)).toMatchObject({ key, value });
  });

  it("a text that looks like a word of the language too", () => {
    expect(formatTerm({ key: "", operator: "", value: "OR", negated: false })).toBe('"OR"');
  });
});

describe("adding a condition", () => {
  it("appends it", () => expect(withCondition("a=1", "b", "=", "x y")).toBe('a=1 b="x y"'));
  it("does not repeat it", () => expect(withCondition("a=1", "a", "=", "1")).toBe("a=1"));
  it("replaces its opposite", () => expect(withCondition("a=1 b=2", "a", "!=", "1")).toBe("b=2 a!=1"));
  it("holds for both sides of an OR", () => {
    expect(withCondition("a=1 OR b=2", "c", "=", "3")).toBe("(a=1 OR b=2) c=3");
  });
});

it("texts to mark are the bare ones that must occur", () => {
  expect(textsIn('service=cart "connection refused" -debug OR timeout (a b)')).toEqual([
    "connection refused",
    "timeout",
  ]);
});
