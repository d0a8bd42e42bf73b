import { expect, test } from "vitest";
import { stateOf } from "./clusters.ts";

test.each([
  [["live", "live"], "live"],
  [["live", "syncing"], "syncing"],
  [["live", "away"], "partial"],
  [["away", "away"], "away"],
  [["syncing", "away"], "away"],
] as const)("a cluster whose kinds are %j is %s", (states, expected) => {
  expect(stateOf(states)).toBe(expected);
});
