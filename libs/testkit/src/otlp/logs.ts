import { attributes, type Attributes, type Value, value } from "./attributes.ts";
import { from, nano, type Origin } from "./origin.ts";

export interface LogRecord {
  /** Nanoseconds since 1970; now when left out, not given when null. */
  readonly time?: bigint | null;
  readonly observed?: bigint;
  readonly body?: Value;
  readonly severityNumber?: number;
  readonly severityText?: string;
  readonly eventName?: string;
  readonly attributes?: Attributes;
  readonly droppedAttributesCount?: number;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly flags?: number;
}

/** One LogRecord of OTLP/JSON. */
export function logRecord({ time, observed, body, ...rest }: LogRecord = {}): object {
  return {
    ...rest,
    ...(time !== null && { timeUnixNano: nano(time) }),
    ...(observed !== undefined && { observedTimeUnixNano: nano(observed) }),
    ...(body !== undefined && { body: value(body) }),
    attributes: attributes(rest.attributes),
  };
}

/** An ExportLogsServiceRequest from one service. */
export function logs(records: readonly object[], origin: Origin = { service: "shop" }): object {
  return { resourceLogs: [from(origin, "scopeLogs", "logRecords", records)] };
}
