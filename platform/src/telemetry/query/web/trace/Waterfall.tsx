import { formatDuration, useVirtualRows } from "@naru/ui";
import { useEffect, useMemo, useRef, type KeyboardEvent } from "react";
import { useText as useSharedText } from "../messages.ts";
import { criticalPath } from "./critical-path.ts";
import { SpanLine } from "./SpanLine.tsx";
import styles from "./Trace.module.css";
import type { SpanNode, SpanTree } from "./tree.ts";
import type { TraceView } from "./useTraceView.ts";
import { ticksIn, type View } from "./view.ts";

export const SPAN_HEIGHT = 26;

interface WaterfallProps {
  readonly tree: SpanTree;
  readonly state: TraceView;
  readonly onSelect: (spanId: string) => void;
}

/** Every span as a bar in time. Only the rows in sight exist, whatever the trace's size. */
export function Waterfall({ tree, state, onSelect }: WaterfallProps) {
  const shared = useSharedText();
  const { view, collapsed, toggle, places, matches, at } = state;
  const rows = useRef<HTMLDivElement>(null);
  const { items, height, scrollTo } = useVirtualRows(rows, places.length, SPAN_HEIGHT);
  const critical = useMemo(() => criticalPath(tree), [tree]);
  const matching = useMemo(() => new Set(matches), [matches]);
  const ticks = ticksIn(view, 6);
  const row = places.indexOf(at);
  useEffect(() => {
    if (row >= 0) scrollTo(row);
  }, [row, scrollTo]);

  const selectRow = (index: number) => {
    const node = tree.nodes[places[Math.min(Math.max(index, 0), places.length - 1)] ?? -1];
    if (node !== undefined) onSelect(node.span.spanId);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const action = keyAction(event.key, tree.nodes[at], {
      row,
      collapsed,
      toggle,
      selectRow,
      select: (place) => {
        const node = tree.nodes[place];
        if (node !== undefined) onSelect(node.span.spanId);
      },
    });
    if (action === undefined) return;
    event.preventDefault();
    action();
  };

  return (
    <div className={styles.waterfall}>
      <div className={styles.axis}>
        <b>{shared("operation")}</b>
        <div aria-hidden>
          {ticks.map((tick) => (
            <span key={tick} style={{ left: shareOf(view, tick) }}>
              {formatDuration(tick)}
            </span>
          ))}
        </div>
      </div>
      <div
        ref={rows}
        className={styles.rows}
        role="tree"
        tabIndex={0}
        aria-label={shared("spans")}
        aria-activedescendant={at >= 0 ? `span-${at}` : undefined}
        onKeyDown={onKeyDown}
      >
        <div className={styles.space} style={{ height }}>
          {items.map(({ index, start }) => {
            const node = tree.nodes[places[index] ?? -1];
            return (
              node !== undefined && (
                <SpanLine
                  key={node.place}
                  node={node}
                  top={start}
                  view={view}
                  ticks={ticks}
                  critical={critical.get(node.place)}
                  selected={node.place === at}
                  matches={matching.has(node.place)}
                  collapsed={collapsed.has(node.span.spanId)}
                  onToggle={() => toggle(node.span.spanId)}
                  onSelect={() => onSelect(node.span.spanId)}
                />
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

function shareOf({ from, to }: View, time: number): string {
  return `${(100 * (time - from)) / (to - from)}%`;
}

interface KeyContext {
  readonly row: number;
  readonly collapsed: ReadonlySet<string>;
  readonly toggle: (spanId: string) => void;
  readonly selectRow: (row: number) => void;
  readonly select: (place: number) => void;
}

/** The keys of a tree (WAI-ARIA): up and down through what is in sight, right into a span, left out of it. */
function keyAction(key: string, node: SpanNode | undefined, context: KeyContext): (() => void) | undefined {
  const { row, collapsed, toggle, selectRow, select } = context;
  if (key === "ArrowDown") return () => selectRow(row + 1);
  if (key === "ArrowUp") return () => selectRow(row - 1);
  if (node === undefined) return undefined;
  const { spanId } = node.span;
  const parent = node.next > node.place + 1;
  if (key === "ArrowRight" && parent) {
    return collapsed.has(spanId) ? () => toggle(spanId) : () => select(node.place + 1);
  }
  if (key === "ArrowLeft") {
    return parent && !collapsed.has(spanId) ? () => toggle(spanId) : () => select(node.parent);
  }
  return undefined;
}
