import type { Box, Layout, Line, Point } from "./elk.ts";

/* Hundreds of nodes in layers, in milliseconds: callers left of those that they call, neighbours near each other. Lines run
 * straight across, below the nodes: with that many nobody follows one line, but sees where they go.
 * Source: Sugiyama et al. (1981), layering by longest paths and ordering by barycentres, without its dummy nodes */

const GAP = { row: 18, column: 40, layer: 96 };
const SWEEPS = 12;
/** Width of a layer by height of a row, and how much wider than high a graph is to be. */
const CELL = 4.5;
const ASPECT = 2;
/** Of a column; a layer with more has several columns. */
const LEAST_ROWS = 12;
/** So many are never folded. */
const LEAST_LAYERS = 12;

interface Graph {
  readonly ids: readonly string[];
  /** By node: indexes of those that it calls, and of those that call it. */
  readonly callees: readonly (readonly number[])[];
  readonly callers: readonly (readonly number[])[];
}

export function inLayers(boxes: readonly Box[], lines: readonly Line[]): Layout {
  const sorted = boxes.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const graph = graphOf(sorted, lines);
  const layers = ordered(folded(layersOf(graph), boxes.length), graph);
  const corners = placed(layers, sorted);
  const at = new Map(sorted.map(({ id }, i) => [id, corners[i] ?? { x: 0, y: 0 }]));
  const sizes = new Map(sorted.map((box) => [box.id, box]));
  return {
    boxes: at,
    lines: new Map(
      lines.flatMap(({ id, from, to }) => {
        const [start, end, own, other] = [at.get(from), at.get(to), sizes.get(from), sizes.get(to)];
        return start && end && own && other
          ? [[id, { points: between(start, own, end, other), label: undefined }]]
          : [];
      }),
    ),
  };
}

function graphOf(boxes: readonly Box[], lines: readonly Line[]): Graph {
  const index = new Map(boxes.map(({ id }, i) => [id, i]));
  const callees: number[][] = boxes.map(() => []);
  const callers: number[][] = boxes.map(() => []);
  for (const { from, to } of lines) {
    const [a, b] = [index.get(from), index.get(to)];
    if (a === undefined || b === undefined || a === b) continue;
    callees[a]?.push(b);
    callers[b]?.push(a);
  }
  return { ids: boxes.map(({ id }) => id), callees, callers };
}

/** Nodes so that callers come before those that they call, but for calls that close a circle. */
function inOrderOfCalls({ ids, callees, callers }: Graph): number[] {
  const seen = new Set<number>();
  const finished: number[] = [];
  const visit = (node: number) => {
    if (seen.has(node)) return;
    seen.add(node);
    for (const callee of callees[node] ?? []) visit(callee);
    finished.push(node);
  };
  const nodes = ids.map((_, i) => i);
  for (const node of nodes) if (callers[node]?.length === 0) visit(node);
  for (const node of nodes) visit(node);
  return finished.toReversed();
}

/** Each layer's nodes. A node stands behind its last caller; one without any just before the first that it calls. */
function layersOf(graph: Graph): number[][] {
  const order = inOrderOfCalls(graph);
  const rank = new Map(order.map((node, i) => [node, i]));
  const isForward = (a: number, b: number) => (rank.get(a) ?? 0) < (rank.get(b) ?? 0);
  const layerOf = graph.ids.map(() => 0);
  for (const node of order) {
    for (const callee of graph.callees[node] ?? []) {
      if (isForward(node, callee)) {
        layerOf[callee] = Math.max(layerOf[callee] ?? 0, (layerOf[node] ?? 0) + 1);
      }
    }
  }
  for (const node of order) {
    const callees = (graph.callees[node] ?? []).filter((callee) => isForward(node, callee));
    if (graph.callers[node]?.length === 0 && callees.length > 0) {
      layerOf[node] = Math.min(...callees.map((callee) => layerOf[callee] ?? 1)) - 1;
    }
  }
  const layers: number[][] = [];
  for (const node of order) (layers[layerOf[node] ?? 0] ??= []).push(node);
  return Array.from(layers, (layer) => layer ?? []).filter((layer) => layer.length > 0);
}

/** Chains of calls may be so long that nobody could read them: then neighbouring layers become one, which leaves callers left
 *  of those that they call, or above them. */
function folded(layers: number[][], nodes: number): number[][] {
  const most = Math.max(LEAST_LAYERS, Math.ceil(Math.sqrt((nodes * ASPECT) / CELL)));
  if (layers.length <= most) return layers;
  const together = Math.ceil(layers.length / most);
  return Array.from({ length: Math.ceil(layers.length / together) }, (_, i) =>
    layers.slice(i * together, (i + 1) * together).flat(),
  );
}

/** Nodes of each layer from top to bottom, near their neighbours in the layers to both sides. */
function ordered(layers: number[][], { ids, callees, callers }: Graph): number[][] {
  const height = ids.map(() => 0);
  const settle = (layer: readonly number[]) =>
    layer.forEach((node, i) => (height[node] = (i + 0.5) / layer.length));
  layers.forEach(settle);
  const middle = (node: number, neighbours: readonly number[] = []) =>
    neighbours.length === 0
      ? (height[node] ?? 0)
      : neighbours.reduce((sum, each) => sum + (height[each] ?? 0), 0) / neighbours.length;
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const isForth = sweep % 2 === 0;
    for (const layer of isForth ? layers : layers.toReversed()) {
      const wanted = new Map(layer.map((node) => [node, middle(node, (isForth ? callers : callees)[node])]));
      layer.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
      settle(layer);
    }
  }
  return layers;
}

/** Upper left corners, by node. */
function placed(layers: readonly (readonly number[])[], boxes: readonly Box[]): Point[] {
  const corners: Point[] = [];
  const mostRows = Math.max(LEAST_ROWS, Math.ceil(Math.sqrt(boxes.length * 2)));
  let x = 0;
  for (const layer of layers) {
    const columns = Math.ceil(layer.length / mostRows);
    // Neighbours in the order stay neighbours: it runs through the columns row by row.
    const rows = Array.from({ length: Math.ceil(layer.length / columns) }, (_, row) =>
      layer.slice(row * columns, (row + 1) * columns),
    );
    const width = Math.max(...layer.map((node) => boxes[node]?.width ?? 0));
    const tall = rows.map((row) => Math.max(...row.map((node) => boxes[node]?.height ?? 0)) + GAP.row);
    let y = -tall.reduce((sum, each) => sum + each, 0) / 2;
    rows.forEach((row, i) => {
      row.forEach((node, column) => {
        corners[node] = { x: x + column * (width + GAP.column), y };
      });
      y += tall[i] ?? 0;
    });
    x += columns * (width + GAP.column) - GAP.column + GAP.layer;
  }
  return corners;
}

/** From the right side of one to the left side of the other. */
function between(start: Point, own: Box, end: Point, other: Box): Point[] {
  const from = { x: start.x + own.width, y: start.y + own.height / 2 };
  const to = { x: end.x, y: end.y + other.height / 2 };
  const reach = GAP.column / 2;
  return [from, { x: from.x + reach, y: from.y }, { x: to.x - reach, y: to.y }, to];
}
