import { expect, test } from "vitest";
import { againstTheRest } from "./againstTheRest.ts";

const range = { from: "now-15m", to: "now" };
const base = { by: "filter", baseFrom: "now-15m", baseTo: "now" };

test.each([
  [
    { from: 60_000, to: 90_000, leastMs: 1000, mostMs: 2000.5 },
    "service=cart",
    {
      from: "57999",
      to: "89000",
      filter: "service=cart duration>=1000.000ms duration<=2000.500ms",
      baseFilter: "service=cart",
    },
  ],
  [
    { from: 60_000, to: 90_000, leastMs: 1000, mostMs: Infinity },
    "",
    { from: "now-15m", to: "89000", filter: "duration>=1000.000ms", baseFilter: "" },
  ],
  [
    { from: 60_000, to: 90_000, leastMs: 0, mostMs: 10 },
    "a=1 OR b=2",
    {
      from: "59990",
      to: "90000",
      filter: "(a=1 OR b=2) duration>=0.000ms duration<=10.000ms",
      baseFilter: "a=1 OR b=2",
    },
  ],
])("the box %o under the filter %j", (box, filter, expected) => {
  expect(againstTheRest(box, filter, range)).toEqual({ ...base, ...expected });
});
