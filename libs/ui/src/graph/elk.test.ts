import { describe, expect, test } from "vitest";
import { type Box, graphOf, type Line, shapeOf } from "./elk.ts";

const box = (id: string, more: Partial<Box> = {}): Box => ({ id, width: 212, height: 50, ...more });
const line = (from: string, to: string, more: Partial<Line> = {}): Line => ({
  id: `${from} ${to}`,
  from,
  to,
  ...more,
});
const label = { width: 80, height: 16 };
const boxes = [box("a"), box("b")];
const lines = [line("a", "b", { label }), line("b", "a")];

describe("the shape", () => {
  test.each<[string, readonly Box[], readonly Line[], boolean]>([
    ["of the same graph is the same", boxes, lines, true],
    ["does not ask in which order it was told", boxes.toReversed(), lines.toReversed(), true],
    [
      "does not ask how long a figure is",
      boxes,
      [line("a", "b", { label: { width: 120, height: 16 } }), line("b", "a")],
      true,
    ],
    ["is another with another node", [...boxes, box("c")], lines, false],
    ["is another without an edge", boxes, lines.slice(1), false],
    ["is another when a node grows", [box("a"), box("b", { width: 300 })], lines, false],
    ["is another when figures go", boxes, [line("a", "b"), line("b", "a")], false],
  ])("%s", (_, otherBoxes, otherLines, isSame) => {
    expect(shapeOf(otherBoxes, otherLines) === shapeOf(boxes, lines)).toBe(isSame);
  });
});

test("the same graph in another order is laid out alike", () => {
  expect(graphOf(boxes.toReversed(), lines.toReversed())).toEqual(graphOf(boxes, lines));
});
