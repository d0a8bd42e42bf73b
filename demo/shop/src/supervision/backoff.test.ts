import { expect, test } from "vitest";
import { nextBackoff } from "./backoff.ts";

test("each quick crash doubles the wait, up to a quarter of a minute", () => {
  const waits: number[] = [];
  for (let wait = 0, crash = 0; crash < 7; crash++) waits.push((wait = nextBackoff(wait, 100)));
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
});

test("a steady run forgives the crashes before it", () => {
  expect(nextBackoff(15_000, 30_000)).toBe(500);
});
