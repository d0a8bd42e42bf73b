import { expect, test } from "vitest";
import { quantityOf, sumOf } from "./quantity.ts";

test.each([
  ["500m", 0.5],
  ["2", 2],
  ["1Gi", 2 ** 30],
  ["128974848", 128_974_848],
  ["1e3", 1000],
  ["12345678n", 0.012345678],
  ["1.5G", 1.5e9],
  ["much", null],
  ["1Xi", null],
  [undefined, null],
])("%s is %s", (text, expected) => {
  expect(quantityOf(text)).toEqual(expected === null ? null : expect.closeTo(expected, 9));
});

test("amounts that are not given count nothing, and nothing at all is unknown", () => {
  expect(sumOf([{ cpu: 1, memory: null }, { cpu: 0.5, memory: null }, null])).toEqual({
    cpu: 1.5,
    memory: null,
  });
});
