import { expect, test } from "vitest";
import { shareTest } from "./tests.ts";

const share = (hits: number, total: number) => ({ hits, total });

// By Fisher's exact test, and with several operations by adding up all outcomes by hand.
test.each([
  ["of 20 ten fail, of 40 none", [{ own: share(10, 20), others: share(0, 40) }], 2.4505e-6],
  ["of 5 five fail, of 10 none", [{ own: share(5, 5), others: share(0, 10) }], 3.33e-4],
  ["of 4 four fail, of 20 none", [{ own: share(4, 4), others: share(0, 20) }], 9.411e-5],
  ["of 6 five fail, of 40 two", [{ own: share(5, 6), others: share(2, 40) }], 8.818e-5],
  [
    "of 2 two fail in each of two operations, of 3 none",
    [
      { own: share(2, 2), others: share(0, 3) },
      { own: share(2, 2), others: share(0, 3) },
    ],
    0.01,
  ],
  ["fewer fail than of the others", [{ own: share(1, 20), others: share(10, 20) }], 1],
  ["nobody fails", [{ own: share(0, 20), others: share(0, 20) }], 1],
  ["all fail", [{ own: share(20, 20), others: share(20, 20) }], 1],
  ["there are no others", [{ own: share(20, 20), others: share(0, 0) }], 1],
  ["there is nothing", [], 1],
])("%s", (_, strata, expected) => {
  const found = shareTest(strata);
  expect(found / expected).toBeCloseTo(1, 2);
});

const hundredsIn = (times: number) => [
  { own: share(300 * times, 3000 * times), others: share(270 * times, 3000 * times) },
];

test.each([
  ["3,000, where Fisher's test gives 0.098", 1, 0.098],
  ["24,000, where Pearson's, corrected, gives 1.3e-4", 8, 1.3e-4],
])("of %s, it is told much the same", (_, times, expected) => {
  expect(shareTest(hundredsIn(times)) / expected).toBeCloseTo(1, 0);
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
