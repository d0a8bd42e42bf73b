import { expect, test } from "vitest";
import { apdexOf } from "./apdex.ts";

test.each([
  ["60 satisfied and 30 tolerated of 100, as in the specification", 100, 60, 30, 0, 0.75],
  ["everybody satisfied", 10, 10, 0, 0, 1],
  ["everybody frustrated", 10, 0, 0, 0, 0],
  ["quick failures satisfy nobody", 10, 10, 0, 4, 0.6],
  ["more failures than quick requests", 10, 2, 4, 4, 0.1],
  ["nothing but failures", 10, 10, 0, 10, 0],
  ["no requests", 0, 0, 0, 0, null],
])("%s", (_, requests, satisfied, tolerated, errors, expected) => {
  expect(apdexOf({ requests, satisfied, tolerated, errors })).toBe(expected);
});
