import { describe, expect, test } from "vitest";
import { type Frame, mergeFrames, type Stack, weighFrames, weighLines } from "./merge.ts";

const frame = (text: string): Frame => {
  const [name = "", file = "", line = "0"] = text.split(" ");
  return { function: name, file, line: Number(line), module: "", type: "" };
};
const frames = ["main a.ts 1", "work a.ts 5", "work a.ts 7", "walk b.ts 2"].map(frame);
const [main, work5, work7, walk] = [0, 1, 2, 3] as const;
const stack = (value: number, ...list: number[]): Stack => ({ frames: list, value, side: 0 });

const weights = (stacks: readonly Stack[], by: "function" | "line" = "function") => {
  const merged = mergeFrames(frames, by);
  return Object.fromEntries(
    weighFrames(stacks, merged).map(({ self, total }, i) => {
      const { function: name, line } = merged.frames[i] ?? frame("");
      return [by === "line" ? `${name}:${line}` : name, [self[0], total[0]]];
    }),
  );
};

describe("a function", () => {
  test.each<[string, Stack[], Record<string, [self: number, total: number]>]>([
    [
      "has what it takes itself and with what it calls",
      [stack(3, main, work5, walk), stack(2, main, work5)],
      { main: [0, 5], work: [2, 5], walk: [3, 3] },
    ],
    [
      "is one, whichever of its lines ran",
      [stack(1, main, work5), stack(4, main, work7)],
      { main: [0, 5], work: [5, 5], walk: [0, 0] },
    ],
    [
      "that calls itself counts once",
      [stack(6, main, work5, work7, work5)],
      { main: [0, 6], work: [6, 6], walk: [0, 0] },
    ],
    ["that nothing was counted on has nothing", [], { main: [0, 0], work: [0, 0], walk: [0, 0] }],
  ])("%s", (_, stacks, expected) => expect(weights(stacks)).toEqual(expected));
});

test("lines are told apart when frames are put together by line", () => {
  expect(weights([stack(1, main, work5), stack(4, main, work7)], "line")).toEqual({
    "main:1": [0, 5],
    "work:5": [1, 1],
    "work:7": [4, 4],
    "walk:2": [0, 0],
  });
});

test("two sides are counted apart", () => {
  const merged = mergeFrames(frames, "function");
  const sides = weighFrames([stack(1, main), { ...stack(5, main), side: 1 }], merged);
  expect(sides[0]).toEqual({ self: [1, 5], total: [1, 5] });
});

test("a file's lines are in order, with what each takes", () => {
  const stacks = [stack(1, main, work5, walk), stack(4, main, work7), stack(2, main)];
  expect(weighLines(stacks, frames, "a.ts", "")).toEqual([
    { line: 1, function: "main", self: 2, total: 7 },
    { line: 5, function: "work", self: 0, total: 1 },
    { line: 7, function: "work", self: 4, total: 4 },
  ]);
  expect(weighLines(stacks, frames, "a.ts", "work").map(({ line }) => line)).toEqual([5, 7]);
});
