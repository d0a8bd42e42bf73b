import { useEffect, useRef, useState } from "react";
import { formatInstant } from "../format/instant.ts";
import { useSize } from "../layout/useSize.ts";
import { useTimeRange } from "../time/TimeRange.tsx";
import { useZone } from "../time/zone.ts";
import { useScheme } from "../tokens/useScheme.ts";
import type { ValueScale } from "./axis.ts";
import { ChartTooltip } from "./ChartTooltip.tsx";
import { moveCursor, useCursor } from "./cursor.ts";
import type { Plot, PlotModel } from "./plot.ts";
import { MARGIN, stepAt, timeAt, xOf } from "./scale.ts";
import styles from "./TimeChart.module.css";
import { useDragRange } from "./useDragRange.ts";

interface TimeChartProps extends Pick<PlotModel, "times" | "stepSeconds" | "series" | "kind" | "format"> {
  readonly label: string;
  readonly height?: number;
  readonly scale?: ValueScale;
  /** Moments that are marked: milliseconds since 1970. */
  readonly marks?: readonly { readonly at: number; readonly title: string }[];
}

const NO_MARKS: NonNullable<TimeChartProps["marks"]> = [];

/** Series over time. The pointer's moment is shared by all charts of the page; dragging zooms the page's
 *  time range. */
export function TimeChart({
  label,
  height = 160,
  times,
  stepSeconds,
  series,
  kind,
  format,
  scale = "decimal",
  marks = NO_MARKS,
}: TimeChartProps) {
  const { zoom } = useTimeRange();
  const [zone] = useZone();
  const [measure, { width }] = useSize();
  const plot = usePlot(
    { times, stepSeconds, series, kind, format, scale, zone, ...extent(times, stepSeconds) },
    width,
  );
  const [pointed, setPointed] = useState(false);
  const cursor = useCursor();

  const axis = { ...extent(times, stepSeconds), width: Math.max(1, width - MARGIN.left - MARGIN.right) };
  const drag = useDragRange(({ start, end }) => zoom({ from: timeAt(axis, start), to: timeAt(axis, end) }));
  const step = cursor === undefined ? undefined : stepAt(times, stepSeconds, cursor);
  const vertical = { top: MARGIN.top, bottom: MARGIN.bottom };

  return (
    <div
      ref={measure}
      className={styles.chart}
      style={{ height }}
      role="img"
      aria-label={`${label}: ${series.map((one) => summary(one.name, one.values, format)).join("; ")}`}
      {...drag.handlers}
      onPointerMove={(event) => {
        drag.handlers.onPointerMove(event);
        setPointed(true);
        moveCursor(timeAt(axis, event.clientX - event.currentTarget.getBoundingClientRect().left));
      }}
      onPointerLeave={() => {
        setPointed(false);
        moveCursor(undefined);
      }}
    >
      <div ref={plot} className={styles.plot} />
      {marks
        .filter(({ at }) => at >= axis.from && at <= axis.to)
        .map(({ at, title }) => (
          <div key={at} className={styles.mark} style={{ ...vertical, left: xOf(axis, at) }} title={title} />
        ))}
      {drag.shown !== undefined && (
        <div className={styles.selection} style={{ ...vertical, ...drag.shown }} />
      )}
      {cursor !== undefined && step !== undefined && (
        <div className={styles.cursor} style={{ ...vertical, left: xOf(axis, cursor) }} />
      )}
      {pointed && cursor !== undefined && step !== undefined && (
        <ChartTooltip
          x={xOf(axis, cursor)}
          width={width}
          title={formatInstant(times[step] ?? 0, zone, "second")}
          rows={series
            .flatMap(({ name, color, values }) => {
              const value = values[step] ?? null;
              return value === null || (kind === "bars" && value === 0) ? [] : [{ name, color, value }];
            })
            .toSorted((a, b) => b.value - a.value)
            .map((row) => ({ ...row, value: format(row.value) }))}
        />
      )}
    </div>
  );
}

function extent(times: readonly number[], stepSeconds: number): { from: number; to: number } {
  const from = times[0] ?? 0;
  return { from, to: (times.at(-1) ?? from) + stepSeconds * 1000 };
}

function summary(
  name: string,
  values: readonly (number | null)[],
  format: (value: number) => string,
): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return name;
  return `${name} ${format(Math.min(...known))} – ${format(Math.max(...known))}`;
}

/** The drawing library comes when the first chart is shown, after the page itself. */
function usePlot(model: PlotModel, width: number) {
  const element = useRef<HTMLDivElement>(null);
  const [plot, setPlot] = useState<Plot>();
  const scheme = useScheme();
  useEffect(() => {
    let made: Plot | undefined;
    let gone = false;
    const load = async () => {
      const { createPlot } = await import("./plot.ts");
      if (gone || element.current === null) return;
      made = createPlot(element.current);
      setPlot(made);
    };
    void load();
    return () => {
      gone = true;
      made?.dispose();
    };
  }, []);
  useEffect(() => {
    if (width > 0) plot?.resize();
  }, [plot, width]);
  const { times, stepSeconds, series, kind, format, scale, zone, from, to } = model;
  useEffect(() => {
    plot?.draw({ times, stepSeconds, series, kind, format, scale, zone, from, to });
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the canvas takes its colours from the scheme
  }, [plot, scheme, times, stepSeconds, series, kind, format, scale, zone, from, to]);
  return element;
}
