import { expect, test } from "vitest";
import { backoffMs } from "./backoff.ts";

test.each([
  [1, 0, 250],
  [1, 1, 500],
  [2, 1, 1000],
  [7, 1, 30_000],
  [7, 0, 15_000],
  [5000, 1, 30_000],
])("after %i failures and by the chance of %d one waits %i ms", (failures, random, expected) => {
  expect(backoffMs(failures, random)).toBe(expected);
});
