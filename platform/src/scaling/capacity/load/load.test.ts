import { expect, test } from "vitest";
import { about, answered } from "../../healing/judge/fixture.ts";
import { loadOf } from "./load.ts";

test("a hundred requests of 200 ms in ten seconds are ten a second, and two at a time", () => {
  const load = loadOf([about(200, 60, 3), about(200, 40)], 10, 0);
  expect(load.requestsPerSecond).toBe(10);
  expect(load.requestsInFlight).toBeCloseTo(2, 1);
  expect(load.p95Seconds).toBeCloseTo(0.22, 1);
  expect(load.errorRatio).toBe(0.03);
});

test("what is not answered for long is in flight too", () => {
  expect(loadOf([answered([])], 10, 7)).toEqual({
    requestsPerSecond: 0,
    requestsInFlight: 7,
    p95Seconds: 0,
    errorRatio: 0,
  });
});
