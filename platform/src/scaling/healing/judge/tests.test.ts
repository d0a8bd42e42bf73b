import { expect, test } from "vitest";
import { answered } from "./fixture.ts";
import { greaterTest, shareTest } from "./tests.ts";

const share = (hits: number, total: number) => ({ hits, total });

test.each([
  ["of 20 ten fail, of 40 none", [{ own: share(10, 20), others: share(0, 40) }], 3.2e-6],
  ["of 5 five fail, of 10 none", [{ own: share(5, 5), others: share(0, 10) }], 7.3e-4],
  ["fewer fail than of the others", [{ own: share(1, 20), others: share(10, 20) }], 1],
  ["nobody fails", [{ own: share(0, 20), others: share(0, 20) }], 1],
  ["all fail", [{ own: share(20, 20), others: share(20, 20) }], 1],
  ["there are no others", [{ own: share(20, 20), others: share(0, 0) }], 1],
])("%s", (_, strata, expected) => {
  const found = shareTest(strata);
  expect(found / expected).toBeGreaterThan(0.8);
  expect(found / expected).toBeLessThan(1.25);
});

test("what speaks for it in several operations is added up", () => {
  const one = { own: share(4, 20), others: share(2, 40) };
  expect(shareTest([one, one, one])).toBeLessThan(shareTest([one]) / 10);
});

test("operations are compared with themselves only", () => {
  const strata = [
    { own: share(9, 90), others: share(1, 10) },
    { own: share(0, 10), others: share(0, 90) },
  ];
  expect(shareTest(strata)).toBeGreaterThan(0.3);
});

const few = answered([10, 12, 14, 16, 18]).durations;
const many = answered([20, 30, 40, 50, 60]).durations;

test.each([
  ["all of five are greater", [{ own: many, others: few }], 0.0045],
  ["all of five are less", [{ own: few, others: many }], 1],
  ["both are the same", [{ own: few, others: few }], 1],
  ["there are none", [{ own: answered([]).durations, others: few }], 1],
])("%s", (_, strata, expected) => {
  const found = greaterTest(strata);
  expect(found / expected).toBeGreaterThan(0.75);
  expect(found / expected).toBeLessThan(1.25);
});
