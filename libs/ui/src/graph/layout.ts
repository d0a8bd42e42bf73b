import type { ELK } from "elkjs/lib/elk-api.js";
import workerUrl from "elkjs/lib/elk-worker.min.js?url";
import { type Box, graphOf, type Layout, layoutOf, type Line } from "./elk.ts";
import { inLayers } from "./layers.ts";

/* Nodes and edges on a plane: layers from left to right, after the Eclipse Layout Kernel, in a worker of its own. It takes a
 * second for a hundred nodes and more than a minute for three hundred with a thousand edges, since it finds each long edge
 * a way between the nodes: graphs of that size are laid out without it. Source: Sugiyama et al., "Methods for Visual
 * Understanding of Hierarchical System Structures" (1981) */

/** Nodes and edges together. */
const MOST_FOR_KERNEL = 300;

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
  if (boxes.length + lines.length > MOST_FOR_KERNEL) return inLayers(boxes, lines);
  kernel ??= start();
  const { elk, failed } = await kernel;
  return layoutOf(await Promise.race([elk.layout(graphOf(boxes, lines)), failed]));
}
