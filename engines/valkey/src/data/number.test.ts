import { assert, double, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { addDecimals, formatDouble, parseBigInteger, parseDouble, parseInteger } from "./number.ts";

describe("an integer", () => {
  const facts: [text: string, value: number | undefined][] = [
    ["0", 0],
    ["-1", -1],
    ["42", 42],
    ["9007199254740991", 9007199254740991],
    ["", undefined],
    ["-", undefined],
    ["-0", undefined],
    ["01", undefined],
    ["+1", undefined],
    [" 1", undefined],
    ["1 ", undefined],
    ["1.0", undefined],
    ["1e3", undefined],
    ["9223372036854775808", undefined],
    ["-9223372036854775809", undefined],
  ];
  test.each(facts)("%j is %s", (text, value) => {
    expect(parseInteger(text)).toBe(value);
    expect(parseBigInteger(text)).toBe(value === undefined ? undefined : BigInt(value));
  });
});

describe("a double", () => {
  const facts: [text: string, value: number | undefined][] = [
    ["1.5", 1.5],
    [".5", 0.5],
    ["5.", 5],
    ["1e3", 1000],
    ["inf", Infinity],
    ["-INFINITY", -Infinity],
    ["nan", undefined],
    ["", undefined],
    [".", undefined],
    ["0x10", undefined],
    ["1 ", undefined],
  ];
  test.each(facts)("%j is %s", (text, value) => {
    expect(parseDouble(text)).toBe(value);
  });
});

describe("a sum of decimals", () => {
  const facts: [a: string, b: string, sum: string | undefined][] = [
    ["0.1", "0.2", "0.3"],
    ["10.5", "-10.5", "0"],
    ["5.0e3", "2.0e2", "5200"],
    ["-1", "0.75", "-0.25"],
    ["1e400", "1", undefined],
    ["inf", "1", undefined],
  ];
  test.each(facts)("%s + %s = %s", (a, b, sum) => {
    expect(addDecimals(a, b)).toBe(sum);
  });
});

test("a double is told so that it reads as the same", () => {
  assert(
    property(double({ noNaN: true }), (value) => {
      expect(Object.is(parseDouble(formatDouble(value)), value)).toBe(true);
    }),
  );
});
