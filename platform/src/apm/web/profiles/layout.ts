/** A profile's tree as the operation gives it: a parent before its children, a subtree without a gap. */
export interface FlameTree {
  readonly parents: readonly number[];
  readonly frame: readonly number[];
  readonly self: readonly number[];
  readonly total: readonly number[];
  /** Where two are compared. */
  readonly baseSelf?: readonly number[];
  readonly baseTotal?: readonly number[];
}

/** Where each node lies. Widths are shares of the whole; where two profiles are compared the mean of both shares, so that
 *  what stands in one of them only is seen too. */
export interface Layout {
  readonly count: number;
  readonly depth: Int32Array;
  readonly start: Float64Array;
  readonly width: Float64Array;
  /** One beyond the last node of the subtree. */
  readonly end: Int32Array;
  readonly deepest: number;
}

export interface Rect {
  readonly node: number;
  readonly depth: number;
  /** Pixels. */
  readonly x: number;
  readonly width: number;
}

export function layOut({ parents, total, baseTotal }: FlameTree): Layout {
  const count = parents.length;
  const depth = new Int32Array(count);
  const start = new Float64Array(count);
  const width = new Float64Array(count);
  const end = new Int32Array(count);
  const cursor = new Float64Array(count);
  const sizes = baseTotal === undefined ? [total] : [total, baseTotal];
  const wholes = sizes.filter((size) => (size[0] ?? 0) > 0);
  let deepest = 0;
  for (let node = 0; node < count; node++) {
    const parent = parents[node] ?? -1;
    const share = wholes.reduce((sum, size) => sum + Math.max(0, size[node] ?? 0) / (size[0] ?? 1), 0);
    width[node] = share / Math.max(1, wholes.length);
    end[node] = node + 1;
    if (parent < 0) continue;
    depth[node] = (depth[parent] ?? 0) + 1;
    deepest = Math.max(deepest, depth[node] ?? 0);
    start[node] = cursor[parent] ?? 0;
    cursor[node] = start[node] ?? 0;
    cursor[parent] = (cursor[parent] ?? 0) + (width[node] ?? 0);
  }
  for (let node = count - 1; node > 0; node--) {
    const parent = parents[node] ?? 0;
    end[parent] = Math.max(end[parent] ?? 0, end[node] ?? 0);
  }
  return { count, depth, start, width, end, deepest };
}

/** Narrower ones are not drawn, nor anything below them. */
const leastPixels = 0.7;

/** What is to be drawn: the zoomed node over the whole width, what calls it above, what it calls below.
 *  @param rows  first and last row in sight */
export function visible(
  layout: Layout,
  parents: readonly number[],
  zoomed: number,
  pixels: number,
  rows: readonly [number, number],
): Rect[] {
  const { depth, start, width, end } = layout;
  const rects: Rect[] = [];
  for (let node = parents[zoomed] ?? -1; node >= 0; node = parents[node] ?? -1) {
    rects.push({ node, depth: depth[node] ?? 0, x: 0, width: pixels });
  }
  const scale = pixels / (width[zoomed] || 1);
  const from = start[zoomed] ?? 0;
  const last = end[zoomed] ?? 0;
  for (let node = zoomed; node < last;) {
    const wide = (width[node] ?? 0) * scale;
    const deep = depth[node] ?? 0;
    if (wide < leastPixels || deep > rows[1]) {
      node = end[node] ?? last;
      continue;
    }
    if (deep >= rows[0])
      rects.push({ node, depth: deep, x: ((start[node] ?? 0) - from) * scale, width: wide });
    node++;
  }
  return rects.filter((rect) => rect.depth >= rows[0] && rect.depth <= rows[1]);
}

/** The node at a place: in row `row`, at share `at` of the width (0 to 1); -1 where there is none. */
export function nodeAt(
  layout: Layout,
  parents: readonly number[],
  zoomed: number,
  row: number,
  at: number,
): number {
  const { depth, start, width, end } = layout;
  let node = zoomed;
  while (node >= 0 && (depth[node] ?? 0) > row) node = parents[node] ?? -1;
  if ((depth[zoomed] ?? 0) >= row) return node;
  const place = (start[zoomed] ?? 0) + at * (width[zoomed] ?? 0);
  while ((depth[node] ?? 0) < row) {
    const last = end[node] ?? 0;
    let child = node + 1;
    while (child < last && place >= (start[child] ?? 0) + (width[child] ?? 0)) child = end[child] ?? last;
    if (child >= last || place < (start[child] ?? 0)) return -1;
    node = child;
  }
  return node;
}

export type Step = "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight";

/** Where an arrow leads: to what calls, to the largest that is called, to a neighbour below the same parent. */
export function stepFrom(
  { end, count }: Layout,
  parents: readonly number[],
  node: number,
  step: Step,
): number {
  const parent = parents[node] ?? -1;
  if (step === "ArrowUp") return parent < 0 ? node : parent;
  if (step === "ArrowDown") return node + 1 < (end[node] ?? 0) ? node + 1 : node;
  if (parent < 0) return node;
  if (step === "ArrowRight") {
    const next = end[node] ?? count;
    return next < (end[parent] ?? 0) ? next : node;
  }
  let before = node;
  for (let child = parent + 1; child < node; child = end[child] ?? count) before = child;
  return before;
}

/** What share of the whole lies in nodes that match, each stack counted once. */
export function shareOf({ width, end, count }: Layout, matches: (node: number) => boolean): number {
  let share = 0;
  for (let node = 0; node < count;) {
    if (matches(node)) {
      share += width[node] ?? 0;
      node = end[node] ?? count;
    } else node++;
  }
  return share;
}
