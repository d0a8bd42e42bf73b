import type { LogLine } from "../runtime/index.ts";
import type { Attributes } from "./pod-attributes.ts";

/** As OTLP/JSON has it.
 *  Source: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
export interface LogRecord {
  /** Nanoseconds since 1970, in decimal. */
  readonly timeUnixNano: string;
  readonly observedTimeUnixNano: string;
  readonly severityNumber?: number;
  readonly severityText?: string;
  readonly body: { readonly stringValue: string };
  readonly attributes: readonly KeyValue[];
  readonly traceId?: string;
  readonly spanId?: string;
}

interface KeyValue {
  readonly key: string;
  readonly value: { readonly stringValue: string } | { readonly intValue: string };
}

/** One line of a container's log. Of a line that is a JSON object, as most log libraries write them, level, message
 *  and trace are taken out; the rest of it become attributes. */
export function logRecord(line: LogLine): LogRecord {
  const time = nanosecondsOf(line.time.toString());
  const text = line.text.toString();
  const stream = keyValue("log.iostream", line.stream);
  const fields = fieldsIn(text);
  const common = { timeUnixNano: time, observedTimeUnixNano: time };
  if (!fields) return { ...common, body: { stringValue: text }, attributes: [stream] };
  const { message, level, traceId, spanId, rest } = taken(fields);
  return {
    ...common,
    ...severityOf(level),
    body: { stringValue: message ?? text },
    attributes: [stream, ...Object.entries(rest).map(([key, value]) => keyValue(key, asText(value)))],
    ...(isHex(traceId, 32) && { traceId }),
    ...(isHex(spanId, 16) && { spanId }),
  };
}

export const attributesOf = (attributes: Attributes): KeyValue[] =>
  Object.entries(attributes).map(([key, value]) => keyValue(key, value));

const keyValue = (key: string, value: string | number): KeyValue => ({
  key,
  value: typeof value === "number" ? { intValue: String(value) } : { stringValue: value },
});

const longestJson = 65_536;

function fieldsIn(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith("{") || text.length > longestJson) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** By which names libraries write the same: pino, winston, zap, logback, structlog. */
const names = {
  message: ["msg", "message", "body", "event"],
  level: ["level", "severity", "lvl", "log.level"],
  traceId: ["trace_id", "traceId", "trace.id"],
  spanId: ["span_id", "spanId", "span.id"],
  left: ["time", "timestamp", "ts", "@timestamp", "trace_flags"],
} as const;

function taken(fields: Record<string, unknown>) {
  const rest = { ...fields };
  const take = (of: readonly string[]) => {
    const name = of.find((each) => rest[each] !== undefined);
    const value = name === undefined ? undefined : rest[name];
    if (name !== undefined) delete rest[name];
    return value === undefined ? undefined : asText(value);
  };
  const found = {
    message: take(names.message),
    level: take(names.level),
    traceId: take(names.traceId),
    spanId: take(names.spanId),
  };
  for (const name of names.left) delete rest[name];
  return { ...found, rest };
}

const asText = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

/** Source: https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber */
const severities: readonly (readonly [RegExp, number])[] = [
  [/^(trace|10)$/, 1],
  [/^(debug|20|verbose)$/, 5],
  [/^(info|30|information|notice)$/, 9],
  [/^(warn|40|warning)$/, 13],
  [/^(error|50|err)$/, 17],
  [/^(fatal|60|critical|crit|panic|emerg|alert|dpanic)$/, 21],
];

function severityOf(level: string | undefined): Pick<LogRecord, "severityNumber" | "severityText"> {
  if (level === undefined) return {};
  const number = severities.find(([pattern]) => pattern.test(level.toLowerCase()))?.[1];
  return { severityText: level, ...(number !== undefined && { severityNumber: number }) };
}

const isHex = (text: string | undefined, length: number): text is string =>
  text?.length === length && /^[0-9a-f]+$/.test(text) && !/^0+$/.test(text);

/** @param time  RFC 3339 with nine digits behind the second */
function nanosecondsOf(time: string): string {
  const [second = "", fraction = ""] = time.replace("Z", "").split(".");
  return `${Date.parse(`${second}Z`) / 1000}${fraction.padEnd(9, "0").slice(0, 9)}`;
}
