import { describe, expect, test } from "vitest";
import { layOut, nodeAt, shareOf, stepFrom, type FlameTree, visible } from "./layout.ts";

/*  all 10
 *  a 6          b 4
 *  c 3 d 2      e 4
 */
const tree: FlameTree = {
  parents: [-1, 0, 1, 1, 0, 4],
  frame: [-1, 0, 2, 3, 1, 4],
  self: [0, 1, 3, 2, 0, 4],
  total: [10, 6, 3, 2, 4, 4],
};
const [all, a, c, d, b, e] = [0, 1, 2, 3, 4, 5] as const;
const layout = layOut(tree);

const drawn = (zoomed: number, pixels = 100, rows: [number, number] = [0, 99]) =>
  visible(layout, tree.parents, zoomed, pixels, rows)
    .map(({ node, depth, x, width }) => [node, depth, Math.round(x), Math.round(width)])
    .toSorted(([m = 0], [n = 0]) => m - n);

describe("a flame graph", () => {
  test("lays children below their parent, one after the other", () => {
    expect(drawn(all)).toEqual([
      [all, 0, 0, 100],
      [a, 1, 0, 60],
      [c, 2, 0, 30],
      [d, 2, 30, 20],
      [b, 1, 60, 40],
      [e, 2, 60, 40],
    ]);
  });

  test("zoomed gives one node the whole width, with what calls it above", () => {
    expect(drawn(a)).toEqual([
      [all, 0, 0, 100],
      [a, 1, 0, 100],
      [c, 2, 0, 50],
      [d, 2, 50, 33],
    ]);
  });

  test("draws only the rows in sight, and nothing narrower than a pixel", () => {
    expect(drawn(all, 100, [1, 1]).map(([node]) => node)).toEqual([a, b]);
    expect(drawn(all, 3).map(([node]) => node)).toEqual([all, a, c, b, e]);
  });

  test("of two profiles has the mean of both shares for its widths", () => {
    const compared = layOut({ ...tree, baseTotal: [100, 100, 100, 0, 0, 0], baseSelf: [] });
    expect([...compared.width].map((width) => Math.round(width * 1000))).toEqual([
      1000, 800, 650, 100, 200, 200,
    ]);
  });
});

test.each([
  [all, 0, 0.5, all],
  [all, 1, 0.59, a],
  [all, 1, 0.61, b],
  [all, 2, 0.45, d],
  [all, 2, 0.55, -1],
  [all, 3, 0.1, -1],
  [a, 0, 0.9, all],
  [a, 1, 0.9, a],
  [a, 2, 0.4, c],
  [a, 2, 0.99, -1],
])("zoomed to node %i, in row %i at %f there is node %i", (zoomed, row, at, node) => {
  expect(nodeAt(layout, tree.parents, zoomed, row, at)).toBe(node);
});

test.each([
  [c, "ArrowUp", a],
  [all, "ArrowUp", all],
  [all, "ArrowDown", a],
  [e, "ArrowDown", e],
  [c, "ArrowRight", d],
  [d, "ArrowRight", d],
  [a, "ArrowRight", b],
  [b, "ArrowLeft", a],
  [a, "ArrowLeft", a],
] as const)("from node %i %s leads to node %i", (from, step, to) => {
  expect(stepFrom(layout, tree.parents, from, step)).toBe(to);
});

test("a share counts each stack once, however often it matches", () => {
  expect(shareOf(layout, (node) => node === a || node === c)).toBeCloseTo(0.6);
  expect(shareOf(layout, () => false)).toBe(0);
});

test("fifty thousand nodes are laid out and drawn within a frame or two", () => {
  const count = 50_000;
  const parents = Array.from({ length: count }, (_, node) =>
    node === 0 ? -1 : node % 50 === 1 ? 0 : node - 1,
  );
  const total = parents.map((_, node) => (node === 0 ? count : 50 - ((node - 1) % 50)));
  const large = { parents, frame: parents.map(() => 0), self: total.map(() => 1), total };
  const begun = performance.now();
  const laid = layOut(large);
  for (let zoom = 0; zoom < 20; zoom++) visible(laid, parents, 0, 1400, [0, 60]);
  expect(performance.now() - begun).toBeLessThan(20 * 16);
});
