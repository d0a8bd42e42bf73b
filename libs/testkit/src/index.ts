export { type Attributes, attributes, Double, type Value, value } from "./otlp/attributes.ts";
export { freshId, spanId, traceId } from "./otlp/ids.ts";
export { logs, type LogRecord, logRecord } from "./otlp/logs.ts";
export {
  type Distribution,
  exponentialHistogram,
  gauge,
  histogram,
  type Metric,
  metrics,
  type NumberPoint,
  sum,
  summary,
} from "./otlp/metrics.ts";
export type { Origin } from "./otlp/origin.ts";
export { type Frame, type Profile, profiles, type Sample } from "./otlp/profiles.ts";
export { type Span, span, trace } from "./otlp/traces.ts";
export { freePort } from "./platform/port.ts";
export { type Platform, type PlatformOptions, startPlatform } from "./platform/platform.ts";
export { itemsARequest, Sender } from "./platform/sender.ts";
export { eventually } from "./eventually.ts";
