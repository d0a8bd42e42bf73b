import { describe, expect, test } from "vitest";
import type { Points } from "../../api.ts";
import { colourOf, drawPoints, pointSize, roundMost, roundUp } from "./raster.ts";

/** Points as `[milliseconds after from, milliseconds, status]`. */
function pointsOf(list: readonly (readonly [number, number, number])[], from = 0): Points {
  return {
    from,
    to: from + 1000,
    services: ["cart"],
    truncated: false,
    count: list.length,
    ends: Uint32Array.from(list, ([end]) => end),
    values: Float32Array.from(list, ([, value]) => value),
    statuses: Uint8Array.from(list, ([, , status]) => status),
    serviceOf: new Uint16Array(list.length),
  };
}

const view = { from: 0, to: 1000, most: 100, width: 50, height: 20 };
const colours = { good: 0x0000ff, bad: 0xff0000 };
const everything = { good: true, bad: true };

/** Places that are drawn, as `x,y`, and the colour's letter. */
function drawn(points: Points, change: Partial<typeof view> = {}, shown = everything): string[] {
  const seen = { ...view, ...change };
  const pixels = new Uint32Array(seen.width * seen.height);
  drawPoints(pixels, points, seen, colours, shown);
  return [...pixels].flatMap((pixel, at) =>
    pixel === 0 ? [] : [`${at % seen.width},${Math.floor(at / seen.width)}${(pixel & 0xff) > 0 ? "g" : "b"}`],
  );
}
/** The middle of a square of four. */
const middle = (places: readonly string[]) => {
  const numbers = places.map((place) => place.slice(0, -1).split(",").map(Number));
  return [0, 1].map((axis) => numbers.reduce((sum, each) => sum + (each[axis] ?? 0), 0) / places.length);
};

describe("a point", () => {
  test.each([
    ["in the middle, at half of the height", 500, 50, [24.5, 9.5]],
    ["at the ground", 500, 0, [24.5, 17.5]],
    ["beyond the upper edge: at it", 500, 5000, [24.5, 1.5]],
  ])("%s", (_, end, value, expected) => {
    expect(middle(drawn(pointsOf([[end, value, 0]])))).toEqual(expected);
  });

  test("outside of the times is not drawn, and what hangs over the edge is cut", () => {
    expect(drawn(pointsOf([[5000, 50, 0]]))).toEqual([]);
    expect(drawn(pointsOf([[500, 50, 0]]), { from: 600, to: 1600 })).toEqual([]);
    expect(drawn(pointsOf([[0, 50, 0]]))).toHaveLength(8);
  });

  test("that failed lies above one that did not", () => {
    const both = pointsOf([
      [500, 50, 2],
      [500, 50, 0],
    ]);
    expect(drawn(both).every((place) => place.endsWith("b"))).toBe(true);
    expect(drawn(both, {}, { good: true, bad: false }).every((place) => place.endsWith("g"))).toBe(true);
    expect(drawn(both, {}, { good: false, bad: false })).toEqual([]);
  });

  test("moves with the window when the points are of an earlier one", () => {
    const earlier = pointsOf([[500, 50, 0]], 0);
    expect(middle(drawn(earlier, { from: 250, to: 1250 }))).toEqual([12 - 0.5, 9.5]);
  });
});

test("the more points, the smaller they are", () => {
  expect([10, 5000, 50_000, 500_000].map(pointSize)).toEqual([4, 3, 2, 1]);
});

test.each([
  [0.7, 0.8],
  [1, 1],
  [1.1, 2],
  [230, 300],
  [301, 500],
  [9001, 10_000],
])("%d milliseconds are rounded up to %d", (value, expected) =>
  expect(roundUp(value)).toBeCloseTo(expected, 9),
);

test("few that took much longer do not decide the height", () => {
  const list = Array.from({ length: 1000 }, (_, i) => [i, i === 0 ? 60_000 : 100, 0] as const);
  expect(roundMost(pointsOf(list))).toBe(200);
  expect(roundMost(pointsOf([]))).toBe(1000);
});

test("colours are turned round as canvases keep them", () => {
  expect(colourOf("#112233").toString(16)).toBe("332211");
});
