import {
  Badge,
  Dot,
  formatPercent,
  formatRate,
  Graph,
  type GraphEdge,
  type GraphNode,
  icons,
} from "@naru/ui";
import { useCallback, useMemo } from "react";
import type { NodeKind } from "../../api.ts";
import { useText } from "./messages.ts";
import { figuresIn, KINDS, nameOf, STATES } from "./labels.ts";
import styles from "./Map.module.css";
import type { Shown, ShownEdge, ShownNode } from "./view.ts";

const ICONS = {
  service: icons.IconServer2,
  database: icons.IconDatabase,
  cache: icons.IconBolt,
  queue: icons.IconStack3,
  outside: icons.IconWorld,
} as const satisfies Record<NodeKind, unknown>;

const SIZE = { width: 212, height: 50 };
const LABEL_HEIGHT = 16;
const LETTER = 6.4;
/** With more edges than this, figures stand beside the map only. */
const MOST_LABELS = 60;

interface MapGraphProps {
  readonly shown: Shown;
  readonly find: string;
  readonly selected: string;
  readonly onSelect: (id: string) => void;
}

export function MapGraph({ shown, find, selected, onSelect }: MapGraphProps) {
  const t = useText();
  const { nodes, edges } = useGraph(shown);
  const byId = useMemo(() => new Map(shown.nodes.map((node) => [node.id, node])), [shown]);
  const labels = useMemo(() => new Map(shown.edges.map((edge) => [edge.id, labelOf(t, edge)])), [shown, t]);
  const node = useCallback(
    (id: string) => {
      const found = byId.get(id);
      const isFound = find !== "" && id.toLowerCase().includes(find.toLowerCase());
      return found && <Node node={found} isFound={isFound} />;
    },
    [byId, find],
  );
  return (
    <Graph
      label={t("map")}
      nodes={nodes}
      edges={edges}
      node={node}
      edge={(id) => labels.get(id)}
      selected={selected}
      onSelect={onSelect}
    />
  );
}

function useGraph(shown: Shown) {
  const t = useText();
  return useMemo(() => {
    const names = new Map(shown.nodes.map((node) => [node.id, nameOf(t, node)]));
    const nodes = shown.nodes.map((node): GraphNode => ({
      id: node.id,
      ...SIZE,
      label: `${t(KINDS[node.kind])} ${nameOf(t, node)}, ${t(STATES[node.state])}, ${figuresIn(t, node)}`,
    }));
    const isLabelled = shown.edges.length <= MOST_LABELS;
    const edges = shown.edges.map((edge): GraphEdge => {
      const ends = `${names.get(edge.from) ?? ""} → ${names.get(edge.to) ?? ""}`;
      const width = Math.ceil(labelOf(t, edge).length * LETTER + 8);
      return {
        id: edge.id,
        from: edge.from,
        to: edge.to,
        ...(isLabelled && { label: { width, height: LABEL_HEIGHT } }),
        title: `${ends}: ${t(STATES[edge.state])}, ${figuresIn(t, edge)}`,
        look: edge.state === "vanished" ? "dashed" : edge.errorRatio >= BAD ? "bad" : "normal",
        stroke: widthOf(edge.rate),
      };
    });
    return { nodes, edges };
  }, [shown, t]);
}

/** From this share of errors on an edge is drawn as failing; its label says how much. */
const BAD = 0.01;

/** Twice as thick for a thousand times as many. */
const widthOf = (rate: number) => 1.25 + Math.min(3, Math.max(0, Math.log10(rate + 1)));

function labelOf(t: ReturnType<typeof useText>, { state, rate, errorRatio }: ShownEdge): string {
  if (state === "vanished") return t("stateVanished");
  const figures = errorRatio > 0 ? `${formatRate(rate)} ✕${formatPercent(errorRatio)}` : formatRate(rate);
  return state === "new" ? `${t("stateNew")} ${figures}` : figures;
}

function Node({ node, isFound }: { readonly node: ShownNode; readonly isFound: boolean }) {
  const t = useText();
  const isGroup = node.members.length > 0;
  const Icon = isGroup ? icons.IconFolder : ICONS[node.kind];
  const look = [styles.node, isFound && styles.found, isGroup && styles.group, styles[node.state]];
  return (
    <span className={look.filter((name) => typeof name === "string").join(" ")}>
      <span className={styles.title}>
        <Icon size={15} aria-hidden />
        {node.kind === "service" && !isGroup && <Dot name={node.name} />}
        <b title={nameOf(t, node)}>{nameOf(t, node)}</b>
        {node.state !== "same" && (
          <Badge tone={node.state === "new" ? "accent" : "plain"}>{t(STATES[node.state])}</Badge>
        )}
      </span>
      <span className={node.errorRatio >= BAD ? `${styles.figures} ${styles.bad}` : styles.figures}>
        {node.system !== "" && `${node.system} · `}
        {figuresIn(t, node)}
      </span>
    </span>
  );
}
