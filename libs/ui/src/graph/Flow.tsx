import "@xyflow/react/dist/base.css";
import {
  BaseEdge,
  type Edge,
  EdgeLabelRenderer,
  type EdgeProps,
  Handle,
  type Node,
  type NodeProps,
  Panel,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from "@xyflow/react";
import { createContext, use, useEffect, useMemo, useState } from "react";
import { IconButton } from "../control/Button.tsx";
import { IconMaximize, IconZoomIn, IconZoomOut } from "../icon/icons.ts";
import { Skeleton } from "../state/Skeleton.tsx";
import { ProblemView } from "../state/ProblemView.tsx";
import { useUiText } from "../text/messages.ts";
import type { GraphEdge, GraphNode, GraphProps } from "./Graph.tsx";
import styles from "./Graph.module.css";
import { layOut, type Layout, type Point } from "./layout.ts";
import { roundedPath } from "./path.ts";

const CORNER = 8;
const FIT = { padding: 0.08, maxZoom: 1.1 };
const GraphContext = createContext<GraphProps | undefined>(undefined);

type BoxNode = Node<{ readonly shown: GraphNode }>;
type LineEdge = Edge<{
  readonly shown: GraphEdge;
  readonly points: readonly Point[];
  readonly at: Point | undefined;
}>;

export default function Flow(props: GraphProps) {
  return (
    <ReactFlowProvider>
      <GraphContext value={props}>
        <Plane {...props} />
      </GraphContext>
    </ReactFlowProvider>
  );
}

const nodeTypes = { box: BoxView };
const edgeTypes = { line: LineView };

function Plane({ label, nodes, edges, onSelect }: GraphProps) {
  const [laid, failure] = useLayout(nodes, edges);
  const drawn = useMemo(() => drawnOf(nodes, edges, laid), [nodes, edges, laid]);
  if (failure !== undefined) return <ProblemView error={failure} brief />;
  if (laid === undefined) return <Skeleton height={320} />;
  return (
    <ReactFlow<BoxNode, LineEdge>
      className={styles.graph}
      aria-label={label}
      nodes={drawn.nodes}
      edges={drawn.edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      minZoom={0.1}
      maxZoom={2}
      fitView
      fitViewOptions={FIT}
      proOptions={{ hideAttribution: true }}
      onEdgeClick={(_, { id }) => onSelect(id)}
      onPaneClick={() => onSelect("")}
    >
      <Zoom key={[...laid.boxes.keys()].join(" ")} />
    </ReactFlow>
  );
}

/** The last layout that fits stays until the next one is there. */
function useLayout(nodes: readonly GraphNode[], edges: readonly GraphEdge[]) {
  const shape = JSON.stringify([
    nodes.map(({ id, width, height }) => [id, width, height]),
    edges.map(({ id, label }) => [id, label]),
  ]);
  const [laid, setLaid] = useState<Layout>();
  const [failure, setFailure] = useState<Error>();
  useEffect(() => {
    let gone = false;
    const lay = async () => {
      try {
        const layout = await layOut(nodes, edges);
        if (!gone) setLaid(layout);
      } catch (error) {
        if (!gone) setFailure(error instanceof Error ? error : new Error(String(error)));
      }
    };
    void lay();
    return () => {
      gone = true;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- figures change often, the shape seldom
  }, [shape]);
  return [laid, failure] as const;
}

function drawnOf(nodes: readonly GraphNode[], edges: readonly GraphEdge[], laid: Layout | undefined) {
  return {
    nodes: nodes.flatMap((shown): BoxNode[] => {
      const position = laid?.boxes.get(shown.id);
      const { id, width, height } = shown;
      return position === undefined ? [] : [{ id, type: "box", position, width, height, data: { shown } }];
    }),
    edges: edges.flatMap((shown): LineEdge[] => {
      const line = laid?.lines.get(shown.id);
      if (line === undefined) return [];
      const data = { shown, points: line.points, at: line.label };
      return [{ id: shown.id, type: "line", source: shown.from, target: shown.to, data }];
    }),
  };
}

/** Nodes are buttons, in the order of the layers: the keyboard goes the way that calls go. */
function BoxView({ id, data: { shown } }: NodeProps<BoxNode>) {
  const graph = use(GraphContext);
  if (graph === undefined) return null;
  return (
    <>
      <Handle type="target" position={Position.Left} className={styles.handle} isConnectable={false} />
      <button
        type="button"
        className={styles.box}
        style={{ width: shown.width, height: shown.height }}
        aria-pressed={graph.selected === id}
        onClick={() => graph.onSelect(id)}
      >
        <span className={styles.told}>{shown.label}</span>
        <span className={styles.drawn} aria-hidden>
          {graph.node(id)}
        </span>
      </button>
      <Handle type="source" position={Position.Right} className={styles.handle} isConnectable={false} />
    </>
  );
}

function LineView({ id, data }: EdgeProps<LineEdge>) {
  const graph = use(GraphContext);
  if (graph === undefined || data === undefined) return null;
  const { shown, points, at } = data;
  const isSelected = graph.selected === id;
  const look = [styles.line, styles[shown.look], isSelected && styles.selected];
  return (
    <>
      <g className={look.filter((name) => typeof name === "string").join(" ")}>
        <title>{shown.title}</title>
        <BaseEdge
          id={id}
          path={roundedPath(points, CORNER)}
          interactionWidth={16}
          style={{ strokeWidth: shown.stroke + (isSelected ? 1.5 : 0) }}
        />
        <Arrow points={points} />
      </g>
      {at !== undefined && (
        <EdgeLabelRenderer>
          <button
            type="button"
            className={styles.label}
            style={{ ...shown.label, transform: `translate(${at.x}px, ${at.y}px)` }}
            aria-pressed={isSelected}
            onClick={() => graph.onSelect(id)}
          >
            <span className={styles.told}>{shown.title}</span>
            <span aria-hidden>{graph.edge(id)}</span>
          </button>
        </EdgeLabelRenderer>
      )}
    </>
  );
}

function Arrow({ points }: { readonly points: readonly Point[] }) {
  const end = points.at(-1);
  if (end === undefined) return null;
  return <path className={styles.arrow} d={`M${end.x} ${end.y}l-7 -3.5v7z`} />;
}

/** Fits what is drawn into sight whenever something else is drawn. */
function Zoom() {
  const t = useUiText();
  const flow = useReactFlow();
  useEffect(() => {
    void flow.fitView(FIT);
  }, [flow]);
  return (
    <Panel position="bottom-right" className={styles.zoom}>
      <IconButton label={t("graphOut")} small onClick={() => void flow.zoomOut()}>
        <IconZoomOut size={15} />
      </IconButton>
      <IconButton label={t("graphIn")} small onClick={() => void flow.zoomIn()}>
        <IconZoomIn size={15} />
      </IconButton>
      <IconButton label={t("graphFit")} small onClick={() => void flow.fitView(FIT)}>
        <IconMaximize size={15} />
      </IconButton>
    </Panel>
  );
}
