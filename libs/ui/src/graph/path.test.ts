import { expect, test } from "vitest";
import { roundedPath } from "./path.ts";

const p = (x: number, y: number) => ({ x, y });

test.each([
  [[], ""],
  [[p(0, 0)], ""],
  [[p(0, 0), p(10, 0)], "M0 0L10 0"],
  [[p(0, 0), p(20, 0), p(20, 20)], "M0 0L16 0Q20 0 20 4L20 20"],
  [[p(0, 0), p(4, 0), p(4, 20)], "M0 0L2 0Q4 0 4 4L4 20"],
  [[p(0, 0), p(0, 0), p(5, 0)], "M0 0L0 0Q0 0 2.5 0L5 0"],
])("along %j it is %j", (points, expected) => {
  expect(roundedPath(points, 4)).toBe(expected);
});
