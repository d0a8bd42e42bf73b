import { expect, test } from "vitest";
import { associationOf, proportionTest } from "./tables.ts";
import { chiSquareTail } from "#kernel/tails.ts";

test.each([
  ["a lady tastes tea, three of four right (Fisher)", 3, 4, 1, 4, 0.485_714_29],
  ["a lady tastes tea, all of them right (Fisher)", 4, 4, 0, 4, 0.028_571_43],
  ["convicted twins, monozygotic or not: chi-square 13.03 (Fisher)", 10, 13, 2, 17, 0.000_306_27],
  ["nobody fails on either side", 0, 10, 0, 10, 1],
  ["everybody fails on both sides", 10, 10, 5, 5, 1],
  ["nobody was there", 0, 0, 5, 5, 1],
])("%s", (_, hitsA, totalA, hitsB, totalB, expected) => {
  const p = proportionTest({ hits: hitsA, total: totalA }, { hits: hitsB, total: totalB });
  expect(p).toBeCloseTo(expected, 6);
});

// Agresti, "Categorical Data Analysis", 2.2: heart attacks of physicians who took a placebo, or aspirin.
const placebo = { hits: 189, total: 11_034 };
const aspirin = { hits: 104, total: 11_037 };

test("aspirin and heart attacks: chi-square is 25.01", () => {
  const { p } = associationOf([
    [placebo.hits, aspirin.hits],
    [placebo.total - placebo.hits, aspirin.total - aspirin.hits],
  ]);
  expect(Math.log(p)).toBeCloseTo(Math.log(chiSquareTail(25.0139, 1)), 3);
  expect(proportionTest(placebo, aspirin)).toBeCloseTo(p, 12);
});

test.each([
  [
    "a value that tells the side",
    [
      [100, 0],
      [0, 100],
    ],
    1,
  ],
  [
    "values that do not differ",
    [
      [50, 50],
      [25, 25],
    ],
    0,
  ],
  ["one value", [[50, 70]], 0],
  [
    "one side",
    [
      [50, 0],
      [20, 0],
    ],
    0,
  ],
  ["nothing", [], 0],
] as [string, [number, number][], number][])("%s has the strength it should", (_, rows, expected) => {
  expect(associationOf(rows).strength).toBeCloseTo(expected, 2);
});

test("many values do not make strength out of noise", () => {
  const rows = Array.from({ length: 50 }, (_, i): [number, number] => [10 + (i % 3), 10 + ((i * 7) % 3)]);
  expect(associationOf(rows).strength).toBe(0);
});
