import type { ElkEdgeSection, ElkNode } from "elkjs/lib/elk-api.js";

/* What the Eclipse Layout Kernel is asked, and what is read from its answer. Pure. */

export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export interface Line {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Room for what is written on it. */
  readonly label?: { readonly width: number; readonly height: number };
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  /** The upper left corner of each node. */
  readonly boxes: ReadonlyMap<string, Point>;
  /** Along each edge; `label` is the middle of what is written on it. */
  readonly lines: ReadonlyMap<
    string,
    { readonly points: readonly Point[]; readonly label: Point | undefined }
  >;
}

const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.spacing.nodeNode": "18",
  "elk.spacing.edgeNode": "14",
  "elk.spacing.edgeEdge": "10",
  "elk.spacing.componentComponent": "32",
  "elk.layered.spacing.nodeNodeBetweenLayers": "56",
  "elk.layered.spacing.edgeNodeBetweenLayers": "16",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.edgeLabels.inline": "true",
};

const byId = (a: { readonly id: string }, b: { readonly id: string }) => (a.id < b.id ? -1 : 1);

/** The same nodes and edges, in whatever order they come, are laid out alike. */
export function graphOf(boxes: readonly Box[], lines: readonly Line[]): ElkNode {
  return {
    id: "",
    layoutOptions: OPTIONS,
    children: boxes.map(({ id, width, height }) => ({ id, width, height })).toSorted(byId),
    edges: lines
      .map(({ id, from, to, label }) => ({
        id,
        sources: [from],
        targets: [to],
        ...(label && { labels: [{ text: id, ...label }] }),
      }))
      .toSorted(byId),
  };
}

/** Equal for graphs that are laid out alike: what is written on nodes and edges does not matter, only whether there is. */
export function shapeOf(boxes: readonly Box[], lines: readonly Line[]): string {
  return JSON.stringify([
    boxes.map(({ id, width, height }) => [id, width, height].join(" ")).toSorted(),
    lines.map(({ id, label }) => [id, label === undefined ? "" : "labelled"].join(" ")).toSorted(),
  ]);
}

export function layoutOf(laid: ElkNode): Layout {
  return {
    boxes: new Map((laid.children ?? []).map(({ id, x = 0, y = 0 }) => [id, { x, y }])),
    lines: new Map(
      (laid.edges ?? []).map(({ id, sections = [], labels: [label] = [] }) => [
        id,
        { points: sections.flatMap(pointsOf), label: label && middleOf(label) },
      ]),
    ),
  };
}

const middleOf = ({ x = 0, y = 0, width = 0, height = 0 }: Partial<Point & Omit<Box, "id">>): Point => ({
  x: x + width / 2,
  y: y + height / 2,
});

const pointsOf = ({ startPoint, bendPoints = [], endPoint }: ElkEdgeSection): Point[] => [
  startPoint,
  ...bendPoints,
  endPoint,
];
