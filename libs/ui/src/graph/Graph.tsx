import { lazy, type ReactNode, Suspense } from "react";
import { Skeleton } from "../state/Skeleton.tsx";
import type { Box, Line } from "./elk.ts";

export interface GraphNode extends Box {
  /** Read out; what is drawn is made by `node`. */
  readonly label: string;
}
export interface GraphEdge extends Line {
  readonly label?: { readonly width: number; readonly height: number };
  /** Read out, and shown on hover. */
  readonly title: string;
  readonly look: "normal" | "bad" | "faint" | "dashed";
  /** Pixels. */
  readonly stroke: number;
}

export interface GraphProps {
  readonly label: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** What a node shows, within its width and height. */
  readonly node: (id: string) => ReactNode;
  /** What is written on an edge that has room for it. */
  readonly edge: (id: string) => ReactNode;
  /** The id of a node or an edge. */
  readonly selected: string;
  readonly onSelect: (id: string) => void;
}

const Flow = lazy(() => import("./Flow.tsx"));

/** Nodes in layers from left to right, and who leads to whom. Its code comes when the first one is shown. */
export function Graph(props: GraphProps) {
  return (
    <Suspense fallback={<Skeleton height={320} />}>
      <Flow {...props} />
    </Suspense>
  );
}
