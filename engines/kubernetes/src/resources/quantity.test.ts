import { describe, expect, test } from "vitest";
import { compareQuantities, parseQuantity, quantityText } from "./quantity.ts";

describe("an amount has one text", () => {
  test.each([
    ["0", "0"],
    ["0Gi", "0"],
    ["100m", "100m"],
    ["0.1", "100m"],
    [".5", "500m"],
    ["1.", "1"],
    [1, "1"],
    [0.5, "500m"],
    ["1000m", "1"],
    ["1500m", "1500m"],
    ["1000", "1k"],
    ["1500", "1500"],
    ["1e3", "1e3"],
    ["12E6", "12e6"],
    ["1E", "1E"],
    ["1024", "1024"],
    ["1Ki", "1Ki"],
    ["1024Mi", "1Gi"],
    ["1.5Gi", "1536Mi"],
    ["0.5Gi", "512Mi"],
    ["0.5Ki", "512"],
    ["-1Gi", "-1Gi"],
    ["+2", "2"],
    ["0.1n", "1n"],
    ["1e999999999", "9223372036854775807"],
    [" 1 ", "1"],
  ])("%j is %s", (written, told) => {
    expect(quantityText(written)).toBe(told);
  });
});

test.each([[""], ["m"], ["1Q"], ["1mi"], ["1 Gi"], ["--1"], ["1e"], ["1e1.5"], [null], [{}], [Number.NaN]])(
  "%j is no amount",
  (written) => {
    expect(parseQuantity(written)).toBeUndefined();
  },
);

test.each([
  ["1Gi", "1G", 1],
  ["1024Ki", "1Mi", 0],
  ["999m", "1", -1],
  ["1e3", "1k", 0],
])("%s compared with %s is %i", (a, b, expected) => {
  const [left, right] = [parseQuantity(a), parseQuantity(b)];
  expect(left && right && compareQuantities(left, right)).toBe(expected);
});
