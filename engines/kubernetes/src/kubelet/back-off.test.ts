import { expect, test } from "vitest";
import { BackOff, goDuration } from "./back-off.ts";

test("a container that keeps ending waits 0 s, 10 s, 20 s, 40 s, 80 s, 160 s, then 5 minutes", () => {
  const backOff = new BackOff(true);
  const waits = Array.from({ length: 8 }, () => {
    backOff.failed(0);
    return backOff.left(0) / 1000;
  });
  expect(waits).toEqual([0, 10, 20, 40, 80, 160, 300, 300]);
});

test("an image that can't be had is waited for from the first time", () => {
  const backOff = new BackOff(false);
  backOff.failed(1000);
  expect([backOff.left(1000), backOff.left(6000), backOff.left(11_000)]).toEqual([10_000, 5000, 0]);
});

test("who ran for ten minutes begins anew", () => {
  const backOff = new BackOff(true);
  for (let i = 0; i < 5; i++) backOff.failed(0, 599_999);
  expect(backOff.waitMs).toBe(80_000);
  backOff.failed(0, 600_000);
  expect(backOff.waitMs).toBe(0);
});

test.each([
  [10_000, "10s"],
  [160_000, "2m40s"],
  [300_000, "5m0s"],
])("%i ms is %s", (milliseconds, text) => expect(goDuration(milliseconds)).toBe(text));
