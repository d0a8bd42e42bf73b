import type { ELK, ElkEdgeSection, ElkNode } from "elkjs/lib/elk-api.js";
import workerUrl from "elkjs/lib/elk-worker.min.js?url";

/* Nodes and edges on a plane: layers from left to right, after the Eclipse Layout Kernel, in a worker of its own, since
 * it takes a second for hundreds of nodes. Source: Sugiyama et al., "Methods for Visual Understanding of Hierarchical
 * System Structures" (1981) */

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

interface Kernel {
  readonly elk: ELK;
  readonly failed: Promise<never>;
}
let kernel: Promise<Kernel> | undefined;

async function start(): Promise<Kernel> {
  const { default: module } = await import("elkjs/lib/elk-api.js");
  const worker = new Worker(workerUrl);
  const failed = new Promise<never>((_, reject) => {
    worker.addEventListener("error", ({ message }) => {
      kernel = undefined;
      reject(new Error(message || "The worker that lays graphs out could not be started."));
    });
  });
  return { elk: new module.default({ workerFactory: () => worker }), failed };
}

/** @throws Error when the worker cannot be started */
export async function layOut(boxes: readonly Box[], lines: readonly Line[]): Promise<Layout> {
  kernel ??= start();
  const { elk, failed } = await kernel;
  const laying = elk.layout({
    id: "",
    layoutOptions: OPTIONS,
    children: boxes.map((box) => ({ ...box })),
    edges: lines.map(({ id, from, to, label }) => ({
      id,
      sources: [from],
      targets: [to],
      ...(label && { labels: [{ text: id, ...label }] }),
    })),
  });
  return layoutOf(await Promise.race([laying, failed]));
}

const at = ({ x = 0, y = 0 }: Partial<Point>): Point => ({ x, y });

function layoutOf(laid: ElkNode): Layout {
  return {
    boxes: new Map((laid.children ?? []).map((box) => [box.id, at(box)])),
    lines: new Map(
      (laid.edges ?? []).map(({ id, sections = [], labels: [label] = [] }) => [
        id,
        { points: sections.flatMap(pointsOf), label: label && at(label) },
      ]),
    ),
  };
}

const pointsOf = ({ startPoint, bendPoints = [], endPoint }: ElkEdgeSection): Point[] => [
  startPoint,
  ...bendPoints,
  endPoint,
];
