import { useState } from "react";
import { useSize } from "../layout/useSize.ts";
import { ChartTooltip } from "./ChartTooltip.tsx";
import styles from "./TimeChart.module.css";
import { useDragRange } from "./useDragRange.ts";

interface Bucket {
  readonly from: number;
  readonly to: number;
  readonly ok: number;
  readonly error: number;
}

interface BucketChartProps {
  readonly label: string;
  readonly buckets: readonly Bucket[];
  readonly names: { readonly ok: string; readonly error: string };
  readonly formatEdge: (value: number) => string;
  readonly formatCount: (value: number) => string;
  readonly height?: number;
  /** The edges of the buckets that were marked. */
  readonly onSelect: (from: number, to: number) => void;
}

const FOOT = 18;
const COLORS = { ok: "var(--accent)", error: "var(--bad)" };

/** A distribution in buckets of equal width on the screen, whatever their edges. */
export function BucketChart(props: BucketChartProps) {
  const { label, buckets, names, formatEdge, formatCount, height = 96, onSelect } = props;
  const [measure, { width }] = useSize();
  const [pointer, setPointer] = useState<number>();
  const track = width / Math.max(1, buckets.length);
  const indexAt = (x: number) => Math.min(Math.max(Math.floor(x / track), 0), buckets.length - 1);
  const drag = useDragRange(({ start, end }) => {
    const [first, last] = [buckets[indexAt(start)], buckets[indexAt(end)]];
    if (first !== undefined && last !== undefined) onSelect(first.from, last.to);
  });
  const most = Math.max(1, ...buckets.map(({ ok, error }) => ok + error));
  const room = height - FOOT;
  // A square root keeps rare slow requests visible beside thousands of fast ones.
  const tall = (count: number) => (count === 0 ? 0 : Math.max(2, Math.sqrt(count / most) * room));
  const pointed = pointer === undefined ? undefined : buckets[indexAt(pointer)];
  const every = Math.max(1, Math.ceil(72 / Math.max(1, track)));

  return (
    <div
      ref={measure}
      className={styles.buckets}
      style={{ height }}
      role="img"
      aria-label={label}
      {...drag.handlers}
      onPointerMove={(event) => {
        drag.handlers.onPointerMove(event);
        setPointer(event.clientX - event.currentTarget.getBoundingClientRect().left);
      }}
      onPointerLeave={() => setPointer(undefined)}
    >
      <svg width={width} height={height} aria-hidden>
        {buckets.map(({ from, ok, error }, i) => {
          const total = tall(ok + error);
          const bad = ok + error === 0 ? 0 : Math.max(error > 0 ? 2 : 0, (total * error) / (ok + error));
          const bar = { x: i * track + 0.5, width: Math.max(1, track - 1) };
          return (
            <g key={from}>
              <rect {...bar} y={room - total} height={total - bad} fill={COLORS.ok} opacity={0.75} rx={1} />
              <rect {...bar} y={room - bad} height={bad} fill={COLORS.error} />
              {i % every === 0 && (i + every / 2) * track < width && (
                <text x={i * track} y={height - 4}>
                  {formatEdge(from)}
                </text>
              )}
            </g>
          );
        })}
        <line x1={0} x2={width} y1={room + 0.5} y2={room + 0.5} stroke="var(--line-strong)" />
      </svg>
      {drag.shown !== undefined && (
        <div className={styles.selection} style={{ top: 0, bottom: FOOT, ...drag.shown }} />
      )}
      {pointer !== undefined && pointed !== undefined && (
        <ChartTooltip
          x={pointer}
          width={width}
          title={`${formatEdge(pointed.from)} – ${formatEdge(pointed.to)}`}
          rows={[
            { name: names.ok, color: COLORS.ok, value: formatCount(pointed.ok) },
            { name: names.error, color: COLORS.error, value: formatCount(pointed.error) },
          ]}
        />
      )}
    </div>
  );
}
