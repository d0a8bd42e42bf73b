import { expect, test } from "vitest";
import { rankTest } from "./ranks.ts";

const each = (...values: number[]) => {
  const counts = Map.groupBy(values, (value) => value);
  const buckets = [...counts.keys()].toSorted((a, b) => a - b);
  return { buckets, counts: buckets.map((bucket) => counts.get(bucket)?.length ?? 0) };
};

test("ages at diagnosis of diabetes (SciPy's example): U = 17 of 20, p = 0.1113", () => {
  const { superiority, p } = rankTest(each(20, 11, 17, 12), each(19, 22, 16, 29, 24));
  expect(superiority).toBeCloseTo(17 / 20, 12);
  expect(p).toBeCloseTo(0.111_346_886_533_140_41, 10);
});

test("sides change places, the test does not", () => {
  const [a, b] = [each(1, 2, 3, 4, 5, 5, 5), each(3, 4, 5, 6, 7, 7, 7)];
  const [there, back] = [rankTest(a, b), rankTest(b, a)];
  expect(there.superiority + back.superiority).toBeCloseTo(1, 12);
  expect(there.p).toBeCloseTo(back.p, 12);
});

test.each([
  ["the same everywhere tells nothing", each(4, 4, 4), each(4, 4), 0.5, 1],
  ["nothing tells nothing", each(), each(4, 4), 0.5, 1],
])("%s", (_, a, b, superiority, p) => {
  expect(rankTest(a, b)).toEqual({ superiority, p });
});

test("a bucket stands for all that fell into it", () => {
  const small = rankTest({ buckets: [1, 2], counts: [30, 10] }, { buckets: [1, 2], counts: [10, 30] });
  const large = rankTest(
    { buckets: [1, 2], counts: [3000, 1000] },
    { buckets: [1, 2], counts: [1000, 3000] },
  );
  expect(small.superiority).toBeCloseTo(0.75, 12);
  expect(large.superiority).toBeCloseTo(0.75, 12);
  expect(large.p).toBeLessThan(small.p);
});
