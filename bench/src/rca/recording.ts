import type { Attributes, Distribution, LogRecord, Metric, NumberPoint, Span } from "@naru/testkit";

/** Telemetry of one resource, with the times at which it was recorded. What is sent has exactly these fields. */
export interface Source {
  readonly resource: Attributes;
  readonly spans: readonly RecordedSpan[];
  readonly logs: readonly RecordedLog[];
  readonly metrics: readonly RecordedMetric[];
}

export type RecordedSpan = Span & { readonly start: bigint; readonly durationNano: bigint };
export type RecordedLog = LogRecord & { readonly time: bigint };
type Timed<Point> = Point & { readonly time: bigint };

export type RecordedMetric = Metric &
  (
    | { readonly kind: "gauge" | "sum"; readonly points: readonly Timed<NumberPoint>[] }
    | { readonly kind: "summary"; readonly points: readonly Timed<Distribution>[] }
  );

/** A stretch of time in milliseconds since 1970: from its start up to, but without, its end. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** What is replayed together, and the windows in it that are asked about. It knows nothing of what was wrong. */
export interface Recording {
  readonly parts: readonly Part[];
  /** By name, in the recording's own time. */
  readonly windows: ReadonlyMap<string, Window>;
}

export interface Part {
  readonly sources: readonly Source[];
  /** By how much its times are moved to its place in the recording, in milliseconds. */
  readonly movedMs: number;
}

/** From the first to just after the last thing that happened, in the sources' own time.
 *  @returns undefined when nothing did */
export function extent(sources: readonly Source[]): Window | undefined {
  let first: bigint | undefined;
  let last: bigint | undefined;
  const see = (from: bigint, to: bigint) => {
    if (first === undefined || from < first) first = from;
    if (last === undefined || to > last) last = to;
  };
  for (const { spans, logs, metrics } of sources) {
    for (const { start, durationNano } of spans) see(start, start + durationNano);
    for (const { time } of logs) see(time, time);
    for (const { points } of metrics) for (const { time, start = time } of points) see(start, time);
  }
  if (first === undefined || last === undefined) return undefined;
  return { from: Number(first / 1_000_000n), to: Number(last / 1_000_000n) + 1 };
}

/** When the last thing of a recording happens, in milliseconds since 1970 of its own time. */
export function endOf({ parts, windows }: Recording): number {
  const ends = parts.flatMap(({ sources, movedMs }) => {
    const whole = extent(sources);
    return whole ? [whole.to + movedMs] : [];
  });
  return Math.max(...ends, ...[...windows.values()].map(({ to }) => to));
}
