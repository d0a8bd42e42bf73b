import type { Merged, Stack } from "./merge.ts";

/** In `frame`: the root, and what is put together because it is small. */
export const ROOT = -1;
export const OTHER = -2;

/** Columns of a tree: a parent before its children, the largest child first. */
export interface Tree {
  readonly parents: number[];
  readonly frame: number[];
  readonly self: number[];
  readonly total: number[];
  readonly baseSelf: number[];
  readonly baseTotal: number[];
  /** Nodes that were put together. */
  readonly prunedNodes: number;
}

/** Lays stacks over each other: those that begin alike share nodes.
 *  @param most  nodes that are kept, the largest (on either side, as shares of it); the rest become one node below each
 *               parent, so there are at most twice as many */
export function treeOf(stacks: readonly Stack[], merged: Merged, most: number): Tree {
  const grown = grow(stacks, merged);
  return prune(grown, keptOf(grown, most));
}

interface Grown {
  readonly parents: number[];
  readonly frame: number[];
  /** By side. */
  readonly self: readonly [number[], number[]];
  readonly total: readonly [number[], number[]];
}

function grow(stacks: readonly Stack[], { frames, indexOf }: Merged): Grown {
  const grown: Grown = { parents: [-1], frame: [ROOT], self: [[0], [0]], total: [[0], [0]] };
  const { parents, frame, self, total } = grown;
  const children = new Map<number, number>();
  for (const { frames: list, value, side } of stacks) {
    let node = 0;
    add(total[side], 0, value);
    for (let i = 0; i < list.length; i++) {
      const index = indexOf[list[i] as number] as number;
      const key = node * frames.length + index;
      let child = children.get(key);
      if (child === undefined) {
        child = parents.push(node) - 1;
        frame.push(index);
        for (const side of [0, 1] as const) {
          self[side].push(0);
          total[side].push(0);
        }
        children.set(key, child);
      }
      node = child;
      add(total[side], node, value);
    }
    add(self[side], node, value);
  }
  return grown;
}

const add = (list: number[], at: number, value: number) => {
  list[at] = (list[at] ?? 0) + value;
};

/** How large each node is: its share of the whole, on the side where that is larger. A parent is never smaller than its
 *  children, unless something was counted as negative. */
function keptOf({ parents, total }: Grown, most: number): Uint8Array {
  const size = parents.map((_, node) =>
    Math.max(share(total[0][node], total[0][0]), share(total[1][node], total[1][0])),
  );
  const sizes = Float64Array.from(size).toSorted();
  const least = size.length > most ? (sizes[size.length - most] as number) : 0;
  const kept = new Uint8Array(size.length);
  let left = most;
  for (let node = 0; node < size.length; node++) {
    const isLarge = node === 0 || ((size[node] as number) > 0 && (size[node] as number) >= least && left > 0);
    if (!isLarge || (node > 0 && kept[parents[node] as number] === 0)) continue;
    kept[node] = 1;
    left--;
  }
  return kept;
}

const share = (part = 0, whole = 0) => (whole === 0 ? 0 : part / whole);

function prune({ parents, frame, self, total }: Grown, kept: Uint8Array): Tree {
  const children = new Map<number, number[]>();
  const pruned = new Map<number, [number, number]>();
  let prunedNodes = 0;
  for (let node = 1; node < parents.length; node++) {
    const parent = parents[node] as number;
    if (kept[node] === 1) {
      const siblings = children.get(parent);
      if (siblings) siblings.push(node);
      else children.set(parent, [node]);
      continue;
    }
    prunedNodes++;
    if (kept[parent] === 0) continue;
    const [own, base] = pruned.get(parent) ?? [0, 0];
    pruned.set(parent, [own + (total[0][node] ?? 0), base + (total[1][node] ?? 0)]);
  }
  const tree = { parents: [], frame: [], self: [], total: [], baseSelf: [], baseTotal: [] } as {
    [column in Exclude<keyof Tree, "prunedNodes">]: number[];
  };
  const push = (parent: number, of: number, [s, bs]: [number, number], [t, bt]: [number, number]) => {
    tree.frame.push(of);
    tree.self.push(s);
    tree.baseSelf.push(bs);
    tree.total.push(t);
    tree.baseTotal.push(bt);
    return tree.parents.push(parent) - 1;
  };
  const size = (node: number) => Math.max(total[0][node] ?? 0, total[1][node] ?? 0);
  const pending: [node: number, parent: number][] = [[0, -1]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [node, parent] = next;
    if (node < 0) {
      const rest = pruned.get(-node - 1) ?? [0, 0];
      push(parent, OTHER, rest, rest);
      continue;
    }
    const at = push(
      parent,
      frame[node] as number,
      [self[0][node] ?? 0, self[1][node] ?? 0],
      [total[0][node] ?? 0, total[1][node] ?? 0],
    );
    // Last in, first out: the rest comes last, the largest first.
    if (pruned.has(node)) pending.push([-node - 1, at]);
    for (const child of (children.get(node) ?? []).toSorted((a, b) => size(a) - size(b)))
      pending.push([child, at]);
  }
  return { ...tree, prunedNodes };
}
