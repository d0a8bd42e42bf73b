import { resolveColor, seriesColor, useDragRange, useScheme, useSize } from "@naru/ui";
import { useEffect, useRef } from "react";
import { useText } from "./messages.ts";
import styles from "./Trace.module.css";
import type { SpanTree } from "./tree.ts";
import type { View } from "./view.ts";

interface MinimapProps {
  readonly tree: SpanTree;
  readonly view: View;
  readonly zoomed: boolean;
  readonly onView: (view: View) => void;
}

const HEIGHT = 56;

/** The whole trace, one thin line a span. Dragging chooses what the timeline below shows. */
export function Minimap({ tree, view, zoomed, onView }: MinimapProps) {
  const t = useText();
  const [measure, { width }] = useSize();
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useScheme();
  const { duration } = tree;
  const timeAt = (x: number) => (Math.min(Math.max(x, 0), width) / Math.max(1, width)) * duration;
  const drag = useDragRange(({ start, end }) => onView({ from: timeAt(start), to: timeAt(end) }));

  useEffect(() => {
    if (canvas.current !== null && width > 0) draw(canvas.current, tree, width);
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the canvas takes its colours from the scheme
  }, [tree, width, scheme]);

  const share = (time: number) => `${(100 * time) / Math.max(1, duration)}%`;
  return (
    <div
      ref={measure}
      className={styles.minimap}
      style={{ height: HEIGHT }}
      title={t("overview")}
      {...drag.handlers}
    >
      <canvas ref={canvas} aria-label={t("overview")} />
      {zoomed && (
        <>
          <i className={styles.shade} style={{ left: 0, width: share(view.from) }} />
          <i className={styles.shade} style={{ left: share(view.to), right: 0 }} />
        </>
      )}
      {drag.shown !== undefined && <i className={styles.selection} style={drag.shown} />}
    </div>
  );
}

function draw(canvas: HTMLCanvasElement, { nodes, duration }: SpanTree, width: number): void {
  const ratio = window.devicePixelRatio;
  canvas.width = width * ratio;
  canvas.height = HEIGHT * ratio;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${HEIGHT}px`;
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.scale(ratio, ratio);
  const colors = new Map<string, string>();
  const bad = resolveColor("var(--bad)");
  const line = Math.max(1, Math.min(4, (HEIGHT - 8) / Math.max(1, nodes.length) - 1));
  const scale = width / Math.max(1, duration);
  for (const { span, place, start, end } of nodes) {
    let color = colors.get(span.service);
    if (color === undefined) {
      color = resolveColor(seriesColor(span.service));
      colors.set(span.service, color);
    }
    context.fillStyle = span.status === "error" ? bad : color;
    const y = nodes.length === 1 ? HEIGHT / 2 : 4 + (place / nodes.length) * (HEIGHT - 8);
    context.fillRect(start * scale, y, Math.max(1, (end - start) * scale), line);
  }
}
