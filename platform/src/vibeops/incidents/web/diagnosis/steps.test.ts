import { expect, test } from "vitest";
import { stepSecondsOf } from "./steps.ts";

test.each([
  [[0, 10_000, 20_000], 10],
  [[0, 30_000, 40_000], 10],
  [[5], 60],
  [[], 60],
  [[5, 5], 60],
])("points at %j have a step of %d s", (times, seconds) => expect(stepSecondsOf(times)).toBe(seconds));
