import { describe, expect, test } from "vitest";
import { recoveredAt } from "./recovery.ts";
import { mean, median } from "./signals/robust.ts";

const minute = 60_000;
/** Ten values a minute. */
const series = (...minutes: readonly number[]) => ({
  times: minutes.flatMap((_, m) => Array.from({ length: 10 }, (_value, i) => m * minute + i * 6000)),
  values: minutes.flatMap((value) => Array.from({ length: 10 }, () => value)),
});
const slow = { usual: 10, figure: median };

describe("what had become slower is as usual again", () => {
  const facts: [what: string, minutes: readonly number[], at: number | null][] = [
    ["at the end of the last slow minute", [90, 100, 80, 10, 11, 10], 3],
    ["not while it is slow", [90, 100, 80, 100], null],
    ["not after one good minute", [90, 100, 80, 10], null],
    ["not when it comes and goes", [90, 10, 10, 100, 10], null],
    ["when half of it is left, no", [100, 100, 60, 60, 60], null],
    ["when it never was", [10, 10, 10], null],
    ["when there is nothing", [], null],
  ];
  test.each(facts)("%s: %j", (_, minutes, at) => {
    const end = recoveredAt(series(...minutes), 0, minutes.length * minute, slow);
    expect(end).toBe(at === null ? null : at * minute);
  });
});

test("minutes without requests say nothing", () => {
  const { times, values } = series(90, 90, 90);
  expect(recoveredAt({ times, values }, 0, 20 * minute, slow)).toBeNull();
});

test("what failed and no longer does is over", () => {
  const failed = series(1, 1, 0, 0, 0);
  expect(recoveredAt(failed, 0, 5 * minute, { usual: 0, figure: mean })).toBe(2 * minute);
});
