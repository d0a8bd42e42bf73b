import { describe, expect, test } from "vitest";
import { Faces } from "./faces.ts";

const frame = (name: string, line = 0) => ({
  function: name,
  file: "/app/a.ts",
  line,
  module: "",
  type: "v8js",
});
const tree = {
  frames: [frame("main"), frame("sort", 12)],
  parents: [-1, 0, 1, 1],
  frame: [-1, 0, 1, -2],
  self: [0, 0, 6, 4],
  total: [10, 10, 6, 4],
};
const names = { all: "all", other: "small ones" };
const faces = (find = "", base?: number[]) => {
  const made = new Faces({ ...tree, ...(base && { baseTotal: base, baseSelf: base }) }, find, names);
  return tree.parents.map((_, node) => made.of(node));
};

describe("a node", () => {
  test("is named by its frame, with its line where it has one", () => {
    expect(faces().map(({ text, origin }) => `${origin}: ${text}`)).toEqual([
      "root: all",
      "own: main",
      "own: sort /app/a.ts:12",
      "other: small ones",
    ]);
  });

  test("is pale when something else is searched for", () => {
    expect(faces("sort").map(({ isPale }) => isPale)).toEqual([true, true, false, true]);
    expect(faces().some(({ isPale }) => isPale)).toBe(false);
  });

  test("of two profiles says by how much its share changed, with a sign", () => {
    expect(faces("", [20, 20, 4, 16]).map(({ text }) => text)).toEqual([
      "all",
      "±0\u00a0% main",
      "+40\u00a0% sort /app/a.ts:12",
      "small ones",
    ]);
  });
});
