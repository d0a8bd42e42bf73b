import { DataPointView } from "./data-point.ts";
import { LogRecordView } from "./log-record.ts";
import { MetricView } from "./metric.ts";
import { Reader } from "./reader.ts";
import type { Signal } from "./signal.ts";
import { SpanView } from "./span.ts";
import { walk } from "./walk.ts";

/** Times that are accepted, seconds since 1970. */
export interface Window {
  readonly oldest: number;
  readonly newest: number;
}

/** Why an item can never be stored. */
export type Rejection = "trace_id" | "span_id" | "time" | "metric_kind";

export const rejectionMessages: Readonly<Record<Rejection, string>> = {
  trace_id: "trace_id must be 16 bytes, not all zero",
  span_id: "span_id must be 8 bytes, not all zero",
  time: "the time is older than the retention or more than a day ahead",
  metric_kind: "the metric has no data of a known kind",
};

/** What was found in one request. Items are spans, log records or data points. */
export interface Examination {
  items: number;
  rejected: number;
  reasons: Partial<Record<Rejection, number>>;
}

const reader = new Reader();
const span = new SpanView();
const record = new LogRecordView();
const metric = new MetricView();
const point = new DataPointView();
const noHead = { resource() {}, scope() {} };

/** Reads a request down to its items, so that what can never be stored is told to the sender at once.
 *  Costs about a tenth of storing it. What lies deeper (attributes, events) is read when it is stored.
 *  @throws MalformedError when the request as a whole can't be read */
export function examine(
  signal: Signal,
  body: Uint8Array,
  receivedSeconds: number,
  window: Window,
): Examination {
  const found: Examination = { items: 0, rejected: 0, reasons: {} };
  const count = (verdict: Rejection | undefined) => {
    found.items++;
    if (verdict === undefined) return;
    found.rejected++;
    found.reasons[verdict] = (found.reasons[verdict] ?? 0) + 1;
  };
  reader.reset(body);
  walk(reader, {
    ...noHead,
    item(start, end) {
      if (signal === "traces") {
        span.read(reader, start, end);
        count(judgeSpan(span, body, window));
      } else if (signal === "logs") {
        record.read(reader, start, end);
        count(judgeLogRecord(record, receivedSeconds, window));
      } else {
        metric.read(reader, start, end);
        if (metric.kind === 0) count("metric_kind");
        for (let i = 0; i < metric.points.count; i++) {
          point.read(reader, metric.kind, metric.points.starts[i] as number, metric.points.ends[i] as number);
          count(judgePoint(point, window));
        }
      }
    },
  });
  return found;
}

export function judgeSpan(view: SpanView, body: Uint8Array, window: Window): Rejection | undefined {
  if (view.traceIdLength !== 16 || isZero(body, view.traceId, 16)) return "trace_id";
  if (view.spanIdLength !== 8 || isZero(body, view.spanId, 8)) return "span_id";
  return judgeTime(seconds(view.startLow, view.startHigh), window);
}

/** A record without a time has the one at which it was observed, or else received. */
export function judgeLogRecord(
  view: LogRecordView,
  receivedSeconds: number,
  window: Window,
): Rejection | undefined {
  const given = seconds(view.timeLow, view.timeHigh) || seconds(view.observedLow, view.observedHigh);
  return judgeTime(given || receivedSeconds, window);
}

export function judgePoint(view: DataPointView, window: Window): Rejection | undefined {
  return judgeTime(seconds(view.timeLow, view.timeHigh), window);
}

const judgeTime = (time: number, { oldest, newest }: Window): Rejection | undefined =>
  time >= oldest && time <= newest ? undefined : "time";

const seconds = (low: number, high: number): number => high * 4.294967296 + low / 1e9;

function isZero(body: Uint8Array, start: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (body[start + i] !== 0) return false;
  return true;
}
