import { formatDuration, formatTick, resolveColor, useScheme, useSize, useZone } from "@naru/ui";
import { useEffect, useRef } from "react";
import type { ChangeRow } from "#kubernetes/api.ts";
import type { Pattern, Points } from "../../api.ts";
import { useText } from "../messages.ts";
import { usePatternText } from "../patterns/messages.ts";
import { colourOf, drawPoints, type Shown } from "./raster.ts";
import { Rollouts } from "./Rollouts.tsx";
import styles from "./Scatter.module.css";
import { type Box, useBox } from "./useBox.ts";
import { useZoom } from "./useZoom.ts";

interface ScatterPlotProps {
  readonly points: Points;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** Milliseconds at the upper edge. */
  readonly most: number;
  readonly shown: Shown;
  readonly selected: Box | undefined;
  readonly patterns: readonly Pattern[];
  readonly rollouts: readonly ChangeRow[];
  readonly onSelect: (box: Box) => void;
}

const LINES = [0.25, 0.5, 0.75, 1];
const TICKS = 6;

/** A point for each transaction: when it ended, how long it took. A box that is drawn with the pointer selects. */
export function ScatterPlot(props: ScatterPlotProps) {
  const { points, most, shown, selected, patterns, rollouts, onSelect } = props;
  const t = useText();
  const names = usePatternText();
  const [zone] = useZone();
  const scheme = useScheme();
  const [measure, { width, height }] = useSize();
  const field = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { from, to } = useZoom(field, { from: props.from, to: props.to }, points.from);
  const size = { width: Math.max(1, width), height: Math.max(1, height) };
  const box = useBox({ from, to, most, ...size }, onSelect);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context || width === 0 || height === 0) return;
    const scale = window.devicePixelRatio;
    element.width = Math.round(width * scale);
    element.height = Math.round(height * scale);
    const image = context.createImageData(element.width, element.height);
    const colours = {
      good: colourOf(resolveColor("var(--series-0)")),
      bad: colourOf(resolveColor("var(--bad)")),
    };
    const view = { from, to, most, width: element.width, height: element.height };
    drawPoints(new Uint32Array(image.data.buffer), points, view, colours, shown);
    context.putImageData(image, 0, 0);
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the colours are the scheme's
  }, [points, from, to, most, width, height, shown, scheme]);

  const place = (one: Box) => ({
    left: `${(100 * (one.from - from)) / (to - from)}%`,
    width: `${(100 * (one.to - one.from)) / (to - from)}%`,
    bottom: `${(100 * Math.min(one.leastMs, most)) / most}%`,
    height: `${(100 * (Math.min(one.mostMs, most) - Math.min(one.leastMs, most))) / most}%`,
  });
  const chosen = box.drawn ?? selected;
  return (
    <div className={styles.plot}>
      <div className={styles.scale} aria-hidden>
        {LINES.map((share) => (
          <span key={share} style={{ bottom: `${share * 100}%` }}>
            {formatDuration(share * most * 1e6)}
          </span>
        ))}
      </div>
      <div ref={field} className={styles.field} {...box.handlers}>
        <i ref={measure} className={styles.measure} />
        {LINES.map((share) => (
          <i key={share} className={styles.line} style={{ bottom: `${share * 100}%` }} />
        ))}
        <canvas ref={canvas} role="img" aria-label={t("scatterLabel", { count: points.count })} />
        <Rollouts rollouts={rollouts} from={from} to={to} />
        {patterns.map((pattern) => (
          <button
            key={[pattern.kind, pattern.service, pattern.operation, pattern.box.from].join(" ")}
            type="button"
            className={styles.pattern}
            style={place(pattern.box)}
            title={[pattern.service, pattern.operation].join(" ")}
            onPointerDown={(event) => event.stopPropagation()}
            onClick={() => onSelect(pattern.box)}
          >
            {names(pattern.kind)}
          </button>
        ))}
        {chosen !== undefined && <div className={styles.box} style={place(chosen)} />}
      </div>
      <div className={styles.times} aria-hidden>
        {Array.from({ length: TICKS + 1 }, (_, i) => (
          <span key={i}>{formatTick(from + ((to - from) * i) / TICKS, to - from, zone)}</span>
        ))}
      </div>
    </div>
  );
}
