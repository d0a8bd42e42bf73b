import { expect, test } from "vitest";
import { deployment, rolling } from "./pod.fixture.ts";
import { rollingBounds } from "./rolling-bounds.ts";

test.each<[number, number | string, number | string, number, number]>([
  [10, "25%", "25%", 3, 2],
  [3, "25%", "25%", 1, 0],
  [1, "25%", "25%", 1, 0],
  [4, 1, 0, 1, 0],
  [30, "10%", "10%", 3, 3],
  [3, 0, 5, 0, 3],
  [3, 0, 0, 0, 1],
  [3, "0%", "10%", 0, 1],
  [2, "100%", "100%", 2, 2],
  [0, "25%", "25%", 0, 0],
])(
  "%i replicas with surge %s and unavailable %s: %i more, %i fewer",
  (replicas, most, least, surge, unavailable) => {
    expect(rollingBounds(deployment(replicas, rolling(most, least)))).toEqual({ surge, unavailable });
  },
);

test("Recreate never has more, and says nothing of fewer", () => {
  expect(rollingBounds(deployment(3, { strategy: { type: "Recreate" } }))).toEqual({
    surge: 0,
    unavailable: 0,
  });
});
