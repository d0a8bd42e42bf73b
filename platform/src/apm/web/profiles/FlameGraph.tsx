import { resolveColor, useScheme, useSize } from "@naru/ui";
import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
} from "react";
import { draw, ROW } from "./draw.ts";
import { Faces, type ProfileTree } from "./faces.ts";
import { layOut, nodeAt, type Step, stepFrom, visible } from "./layout.ts";
import { useText } from "./messages.ts";
import { paletteNow } from "./palette.ts";
import styles from "./Profiles.module.css";
import { Tooltip } from "./Tooltip.tsx";

export interface FlameProps {
  readonly tree: ProfileTree;
  readonly label: string;
  /** In lower case; empty when nothing is searched for. */
  readonly find: string;
  readonly zoomed: number;
  readonly focused: number;
  readonly onZoom: (node: number) => void;
  readonly onFocus: (node: number) => void;
  readonly format: (value: number) => string;
}

const STEPS: readonly string[] = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"] satisfies Step[];
const isStep = (key: string): key is Step => STEPS.includes(key);

/** An icicle: callers above, what they call below. Only what is in sight is drawn, onto one canvas. */
export function FlameGraph({ tree, label, find, zoomed, focused, onZoom, onFocus, format }: FlameProps) {
  const t = useText();
  const scheme = useScheme();
  const [measure, { width, height }] = useSize();
  const [scrollTop, setScrollTop] = useState(0);
  const [pointed, setPointed] = useState<{ node: number; x: number; y: number }>();
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const layout = useMemo(() => layOut(tree), [tree]);
  const faces = useMemo(
    () => new Faces(tree, find, { all: t("all"), other: t("otherNode") }),
    [tree, find, t],
  );
  const { parents } = tree;

  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!canvas.current || !context || width === 0 || height === 0) return;
    const scale = window.devicePixelRatio;
    canvas.current.width = Math.round(width * scale);
    canvas.current.height = Math.round(height * scale);
    const rows = [Math.floor(scrollTop / ROW), Math.floor((scrollTop + height) / ROW)] as const;
    const rects = visible(layout, parents, zoomed, width, rows);
    const font = `11px ${resolveColor("var(--font-mono)")}, ${resolveColor("var(--font-text)")}`;
    const faceOf = (node: number) => faces.of(node);
    draw(context, { rects, faceOf, palette: paletteNow(), font, scrollTop, width, height, scale, focused });
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the colours are the scheme's
  }, [layout, parents, zoomed, focused, width, height, scrollTop, faces, scheme]);

  const focus = useCallback(
    (node: number) => {
      onFocus(node);
      const top = (layout.depth[node] ?? 0) * ROW;
      const box = scroller.current;
      if (box && (top < box.scrollTop || top + ROW > box.scrollTop + box.clientHeight))
        box.scrollTop = top - box.clientHeight / 2;
    },
    [onFocus, layout],
  );
  const under = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const row = Math.floor((event.clientY - box.top + scrollTop) / ROW);
    const node = nodeAt(layout, parents, zoomed, row, (event.clientX - box.left) / box.width);
    return { node, x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (isStep(event.key)) focus(stepFrom(layout, parents, focused, event.key));
    else if (event.key === "Enter") onZoom(focused);
    else if (event.key === "Escape" || event.key === "Backspace") {
      if (zoomed === 0) return;
      const next = parents[zoomed] ?? 0;
      onZoom(event.key === "Escape" ? 0 : next);
      focus(event.key === "Escape" ? 0 : next);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- an application takes the keys itself
    <div
      ref={scroller}
      className={styles.scroller}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- an application takes the keys itself
      tabIndex={0}
      role="application"
      aria-roledescription={t("flameRole")}
      aria-label={label}
      onKeyDown={press}
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
    >
      <div
        ref={measure}
        className={styles.window}
        onPointerMove={(event) => setPointed(under(event))}
        onPointerLeave={() => setPointed(undefined)}
        onPointerUp={(event) => {
          const { node } = under(event);
          if (node < 0) return;
          onFocus(node);
          onZoom(node);
        }}
      >
        <canvas ref={canvas} />
        {pointed !== undefined && pointed.node >= 0 && (
          <Tooltip tree={tree} format={format} {...pointed} width={width} height={height} />
        )}
      </div>
      <div style={{ height: Math.max(0, (layout.deepest + 1) * ROW - height) }} />
    </div>
  );
}
