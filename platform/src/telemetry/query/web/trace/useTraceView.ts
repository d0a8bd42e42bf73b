import { useDeferredValue, useMemo, useState } from "react";
import { ancestors, findSpans, visiblePlaces, type SpanTree } from "./tree.ts";
import type { View } from "./view.ts";

/** What is in sight of a trace: the stretch of time, the spans that are open, the matches of a search. */
export function useTraceView(tree: SpanTree, selected: string, find: string) {
  const whole = useMemo<View>(() => ({ from: 0, to: Math.max(1, tree.duration) }), [tree]);
  const [zoom, setZoom] = useState<View>();
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const places = useMemo(() => visiblePlaces(tree, collapsed), [tree, collapsed]);
  // Typing goes first: the matches of a large trace follow when there is time.
  const wanted = useDeferredValue(find);
  const matches = useMemo(() => findSpans(tree, wanted), [tree, wanted]);
  const at = useMemo(() => tree.nodes.findIndex(({ span }) => span.spanId === selected), [tree, selected]);

  const toggle = (spanId: string) => {
    const next = new Set(collapsed);
    if (!next.delete(spanId)) next.add(spanId);
    setCollapsed(next);
  };
  /** Opens whatever hides a span. */
  const reveal = (place: number) => {
    const above = ancestors(tree, place).filter(({ span }) => collapsed.has(span.spanId));
    if (above.length === 0) return;
    const next = new Set(collapsed);
    for (const { span } of above) next.delete(span.spanId);
    setCollapsed(next);
  };
  return {
    view: zoom ?? whole,
    zoomed: zoom !== undefined,
    setZoom,
    collapsed,
    toggle,
    reveal,
    places,
    matches,
    at,
  };
}

export type TraceView = ReturnType<typeof useTraceView>;
