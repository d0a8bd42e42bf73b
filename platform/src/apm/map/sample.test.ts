import { expect, test } from "vitest";
import { sampleOf } from "./sample.ts";

const minutes = (count: number, spans: number) =>
  Array.from({ length: count }, (_, i) => ({ minute: i * 60, spans }));

test("a window of few spans is read whole", () => {
  expect(sampleOf(minutes(3, 10), [], 30)).toEqual({ minutes: [0, 60, 120], sampling: 1 });
});

test("of many spans, minutes are read that are spread over the window", () => {
  const { minutes: taken, sampling } = sampleOf(minutes(60, 10), [], 80);
  expect(sampling).toBe(60 / 8);
  expect(taken).toHaveLength(8);
  const gaps = taken.slice(1).map((minute, i) => (minute - (taken[i] ?? 0)) / 60);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(12);
});

test("the minutes in which rare calls were made come first, for half of what may be read", () => {
  const { minutes: taken } = sampleOf(minutes(60, 10), [17 * 60, 17 * 60, 23 * 60, 41 * 60], 40);
  expect(taken).toContain(17 * 60);
  expect(taken).toContain(23 * 60);
  expect(taken).toHaveLength(4);
});

test("one minute is read at least", () => {
  expect(sampleOf(minutes(2, 1000), [], 10)).toMatchObject({ minutes: [0], sampling: 2 });
});

test("nothing is read of nothing", () => {
  expect(sampleOf([], [], 10)).toEqual({ minutes: [], sampling: 1 });
});
