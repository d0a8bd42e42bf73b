import { expect, test } from "vitest";
import { about, pod } from "../healing/judge/fixture.ts";
import { loadOf } from "./load.ts";

test("a hundred requests of 200 ms in ten seconds are ten a second, and two at a time", () => {
  const load = loadOf([pod({ "GET /": about(200, 60, 3) }), pod({ "GET /": about(200, 40) })], 10);
  expect(load.requestsPerSecond).toBe(10);
  expect(load.requestsInFlight).toBeCloseTo(2, 1);
  expect(load.p95Seconds).toBeCloseTo(0.22, 1);
  expect(load.errorRatio).toBe(0.03);
});

test("what is not answered for long is in flight too", () => {
  expect(loadOf([pod({}, 7)], 10)).toEqual({
    requestsPerSecond: 0,
    requestsInFlight: 7,
    p95Seconds: null,
    errorRatio: null,
  });
});
