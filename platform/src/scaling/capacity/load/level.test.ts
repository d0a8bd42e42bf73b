import { expect, test } from "vitest";
import { seeded } from "../../healing/judge/fixture.ts";
import { knownSeconds, levelSeconds, usualSeconds } from "./level.ts";

/** So many seconds with so many requests each, the newest first. */
const seconds = (...parts: readonly (readonly [seconds: number, requests: number])[]) =>
  parts.flatMap(([length, requests]) => Array<number>(length).fill(requests));

test.each([
  ["nothing was ever asked", seconds([30, 0]), usualSeconds],
  ["as much as before", seconds([30, 20]), usualSeconds],
  ["four times as much since three seconds", seconds([3, 80], [27, 20]), 3],
  ["four times as much since eight seconds", seconds([8, 80], [22, 20]), 8],
  ["four times as much since two seconds: too soon to say", seconds([2, 80], [28, 20]), 3],
  ["half as much as before", seconds([5, 10], [25, 20]), usualSeconds],
  ["a few more than before", seconds([5, 23], [25, 20]), usualSeconds],
  ["a few requests out of nothing", seconds([3, 5], [27, 0]), usualSeconds],
  ["many requests out of nothing", seconds([4, 10], [26, 0]), 4],
])("%s", (_, counts, expected) => {
  expect(levelSeconds(counts)).toBe(expected);
});

test("in an hour of even traffic it hardly ever takes chance for a rise", () => {
  const random = seeded(7);
  /** Poisson by inversion: https://en.wikipedia.org/wiki/Poisson_distribution#Random_variate_generation */
  const drawn = (mean: number) => {
    let [count, product] = [0, random()];
    for (; product > Math.exp(-mean); count++) product *= random();
    return count;
  };
  const counts = Array.from({ length: 3600 + knownSeconds }, () => drawn(10));
  const levels = Array.from({ length: 3600 }, (_, i) => levelSeconds(counts.slice(i, i + knownSeconds)));
  expect(levels.filter((level) => level !== usualSeconds).length).toBeLessThan(20);
});
