import { expect, test } from "vitest";
import { about, pod } from "./fixture.ts";
import { noTraffic, trafficOf, without } from "./traffic.ts";

const [a, b] = [
  pod({ "GET /": about(20, 10, 1), "GET /a": about(5, 3) }, 2),
  pod({ "GET /": about(40, 30, 2) }, 1),
];
const countsOf = (traffic: typeof a) =>
  Object.fromEntries(
    [...traffic.operations].map(([name, { requests, failed, durations }]) => [
      name,
      [requests, failed, durations.counts.reduce((sum, count) => sum + count, 0)],
    ]),
  );

test("what was asked of several is added up", () => {
  const all = trafficOf([a, b]);
  expect(countsOf(all)).toEqual({ "GET /": [40, 3, 40], "GET /a": [3, 0, 3] });
  expect(all.unanswered).toBe(3);
});

test("taking one away leaves the others", () => {
  const left = without(trafficOf([a, b]), a);
  expect(countsOf(left)).toEqual({ "GET /": [30, 2, 30], "GET /a": [0, 0, 0] });
  expect(left.unanswered).toBe(1);
  expect(countsOf(without(trafficOf([a]), noTraffic))).toEqual(countsOf(a));
});
