import { formatDuration, formatTick, resolveColor, useScheme, useSize, useZone } from "@naru/ui";
import { useEffect, useMemo, useRef } from "react";
import type { ChangeRow } from "#kubernetes/api.ts";
import { useText } from "../messages.ts";
import { edgeNano, type HeatCell, heatScale, strength } from "./heat.ts";
import { Rollouts } from "./Rollouts.tsx";
import styles from "./Scatter.module.css";
import type { Box } from "./useBox.ts";
import { useBox } from "./useBox.ts";

interface HeatPlotProps {
  readonly times: readonly number[];
  readonly stepSeconds: number;
  readonly cells: readonly HeatCell[];
  readonly selected: Box | undefined;
  readonly rollouts: readonly ChangeRow[];
  readonly onSelect: (box: Box) => void;
}

const LINES = [0, 0.25, 0.5, 0.75, 1];
const TICKS = 6;
/** A cell is shown as failing when so many of it failed. */
const FAILING = 0.5;

/** How many transactions took how long over a long time: colour by number, upwards by powers of time. */
export function HeatPlot({ times, stepSeconds, cells, selected, rollouts, onSelect }: HeatPlotProps) {
  const t = useText();
  const [zone] = useZone();
  const scheme = useScheme();
  const [measure, { width, height }] = useSize();
  const canvas = useRef<HTMLCanvasElement>(null);
  const scale = useMemo(() => heatScale(cells), [cells]);
  const from = times[0] ?? 0;
  const to = (times.at(-1) ?? from) + stepSeconds * 1000;
  const rows = scale.last - scale.first + 1;
  const nanoAt = (share: number) => (share <= 0 ? 0 : edgeNano(scale.first + share * rows));
  const shareOf = (ms: number) =>
    Math.min(1, Math.max(0, (8 * Math.log2(Math.max(1, ms * 1e6)) - scale.first) / rows));
  // The box is drawn in shares of the height, and told in milliseconds.
  const box = useBox(
    { from, to, most: 1, width: Math.max(1, width), height: Math.max(1, height) },
    ({ leastMs, mostMs, ...across }) =>
      onSelect({
        ...across,
        leastMs: nanoAt(leastMs) / 1e6,
        mostMs: Number.isFinite(mostMs) ? nanoAt(mostMs) / 1e6 : mostMs,
      }),
  );

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context) return;
    element.width = Math.max(1, times.length);
    element.height = rows;
    const [good, bad] = [resolveColor("var(--series-0)"), resolveColor("var(--bad)")];
    for (const { step, bucket, count, errors } of cells) {
      context.globalAlpha = strength(count, scale.most);
      context.fillStyle = errors >= count * FAILING && errors > 0 ? bad : good;
      context.fillRect(step, scale.last - Math.max(bucket, scale.first), 1, 1);
    }
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the colours are the scheme's
  }, [cells, times, rows, scale, scheme]);

  const place = (least: number, most: number, one: Pick<Box, "from" | "to">) => ({
    left: `${(100 * (one.from - from)) / (to - from)}%`,
    width: `${(100 * (one.to - one.from)) / (to - from)}%`,
    bottom: `${100 * least}%`,
    height: `${100 * (Math.min(1, most) - least)}%`,
  });
  const chosen =
    box.drawn !== undefined
      ? place(box.drawn.leastMs, box.drawn.mostMs, box.drawn)
      : selected && place(shareOf(selected.leastMs), shareOf(selected.mostMs), selected);
  const total = cells.reduce((sum, { count }) => sum + count, 0);
  return (
    <div className={styles.plot}>
      <div className={styles.scale} aria-hidden>
        {LINES.map((share) => (
          <span key={share} style={{ bottom: `${share * 100}%` }}>
            {formatDuration(edgeNano(scale.first + share * rows))}
          </span>
        ))}
      </div>
      <div ref={measure} className={styles.field} {...box.handlers}>
        <canvas
          ref={canvas}
          className={styles.heat}
          role="img"
          aria-label={t("scatterLabel", { count: total })}
        />
        <Rollouts rollouts={rollouts} from={from} to={to} />
        {chosen !== undefined && <div className={styles.box} style={chosen} />}
      </div>
      <div className={styles.times} aria-hidden>
        {Array.from({ length: TICKS + 1 }, (_, i) => (
          <span key={i}>{formatTick(from + ((to - from) * i) / TICKS, to - from, zone)}</span>
        ))}
      </div>
    </div>
  );
}
