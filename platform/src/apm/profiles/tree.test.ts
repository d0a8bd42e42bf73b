import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergeFrames, type Stack } from "./merge.ts";
import { OTHER, ROOT, type Tree, treeOf } from "./tree.ts";

const names = ["a", "b", "c", "d"];
const merged = mergeFrames(
  names.map((name) => ({ function: name, file: "", line: 0, module: "", type: "" })),
  "function",
);
const stack = (path: string, value: number, side: 0 | 1 = 0): Stack => ({
  frames: path.split("").map((name) => names.indexOf(name)),
  value,
  side,
});

/** Each node as its depth in dots, its name, self and total. */
function drawn(tree: Tree, sides = 1): string[] {
  const depths: number[] = [];
  return tree.parents.map((parent, node) => {
    depths.push(parent < 0 ? 0 : (depths[parent] ?? 0) + 1);
    const frame = tree.frame[node] ?? ROOT;
    const name = frame === ROOT ? "all" : frame === OTHER ? "other" : names[frame];
    const base = sides === 2 ? ` (${tree.baseSelf[node]}/${tree.baseTotal[node]})` : "";
    return `${".".repeat(depths[node] ?? 0)}${name} ${tree.self[node]}/${tree.total[node]}${base}`;
  });
}

describe("a flame graph", () => {
  test("shares what begins alike, the largest child first", () => {
    expect(
      drawn(treeOf([stack("ab", 1), stack("ac", 4), stack("acb", 2), stack("d", 9)], merged, 100)),
    ).toEqual(["all 0/16", ".d 9/9", ".a 0/7", "..c 4/6", "...b 2/2", "..b 1/1"]);
  });

  test("without stacks is a root", () => {
    expect(drawn(treeOf([], merged, 100))).toEqual(["all 0/0"]);
  });

  test("puts what is small together below its parent", () => {
    const tree = treeOf([stack("ab", 1), stack("ac", 2), stack("ad", 50), stack("b", 3)], merged, 3);
    expect(drawn(tree)).toEqual(["all 0/56", ".a 0/53", "..d 50/50", "..other 3/3", ".other 3/3"]);
    expect(tree.prunedNodes).toBe(3);
  });

  test("of two sides has what each counted", () => {
    expect(drawn(treeOf([stack("ab", 4), stack("ac", 1, 1), stack("ab", 3, 1)], merged, 100), 2)).toEqual([
      "all 0/4 (0/4)",
      ".a 0/4 (0/4)",
      "..b 4/4 (3/3)",
      "..c 0/0 (1/1)",
    ]);
  });
});

test("any stacks: nothing is lost by putting together, and nodes stay bounded", () => {
  const path = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 6 });
  const list = fc.array(fc.tuple(path, fc.integer({ min: 1, max: 1000 })), { maxLength: 60 });
  fc.assert(
    fc.property(list, fc.integer({ min: 1, max: 30 }), (stacks, most) => {
      const tree = treeOf(
        stacks.map(([path, value]) => stack(path.join(""), value)),
        merged,
        most,
      );
      const all = stacks.reduce((sum, [, value]) => sum + value, 0);
      expect(tree.total[0]).toBe(all);
      expect(tree.self.reduce((sum, value) => sum + value, 0)).toBe(all);
      expect(tree.frame.filter((frame) => frame !== OTHER).length).toBeLessThanOrEqual(most);
      tree.parents.forEach((parent, node) => expect(parent).toBeLessThan(node));
      const below = tree.parents.map(() => 0);
      tree.parents.forEach((parent, node) => {
        if (parent >= 0) below[parent] = (below[parent] ?? 0) + (tree.total[node] ?? 0);
      });
      tree.total.forEach((total, node) => expect(total).toBe((tree.self[node] ?? 0) + (below[node] ?? 0)));
    }),
    { numRuns: 300 },
  );
});
