import type { Attribute } from "#telemetry/query/api.ts";
import type { FullSpan } from "#telemetry/query/index.ts";

/* The JSON of Jaeger's query service. Times and durations are microseconds.
 * Source: jaegertracing/jaeger, internal/uimodel/model.go and the mapping of OTLP to Jaeger in the OpenTelemetry
 * specification, "OpenTelemetry to Jaeger Transformation". */

interface KeyValue {
  readonly key: string;
  readonly type: "string" | "bool" | "int64" | "float64" | "binary";
  readonly value: string | number | boolean;
}

export interface JaegerTrace {
  readonly traceID: string;
  readonly spans: readonly JaegerSpan[];
  readonly processes: Readonly<Record<string, { serviceName: string; tags: KeyValue[] }>>;
  readonly warnings: null;
}

export type JaegerSpan = ReturnType<typeof jaegerSpan>;
type StoredSpan = FullSpan & { readonly traceId: string };

/** @param spans of any number of traces */
export function jaegerTraces(spans: readonly StoredSpan[]): JaegerTrace[] {
  return [...Map.groupBy(spans, (span) => span.traceId)].map(([traceID, own]) => jaegerTrace(traceID, own));
}

function jaegerTrace(traceID: string, spans: readonly StoredSpan[]): JaegerTrace {
  const processes = new Map<string, { id: string; serviceName: string; tags: KeyValue[] }>();
  const processOf = ({ service, resource }: StoredSpan): string => {
    const key = JSON.stringify([service, resource]);
    const known = processes.get(key);
    if (known) return known.id;
    const tags = resource.filter((each) => each.key !== "service.name").map(keyValue);
    const id = `p${processes.size + 1}`;
    processes.set(key, { id, serviceName: service, tags });
    return id;
  };
  const jaegerSpans = spans.map((span) => jaegerSpan(span, processOf(span)));
  const byId = [...processes.values()].map(({ id, serviceName, tags }) => [id, { serviceName, tags }]);
  return { traceID, spans: jaegerSpans, processes: Object.fromEntries(byId), warnings: null };
}

function jaegerSpan(span: StoredSpan, processID: string) {
  const parent = { refType: "CHILD_OF", traceID: span.traceId, spanID: span.parentSpanId };
  const links = span.linkList.map((link) => ({
    refType: "FOLLOWS_FROM",
    traceID: link.traceId,
    spanID: link.spanId,
  }));
  return {
    traceID: span.traceId,
    spanID: span.spanId,
    flags: span.flags & 1,
    operationName: span.name,
    references: span.parentSpanId === "" ? links : [parent, ...links],
    startTime: micros(span.startTimeUnixNano),
    duration: Math.round(span.durationNano / 1000),
    tags: [...span.attributes.map(keyValue), ...ownTags(span)],
    logs: span.eventList.map((event) => ({
      timestamp: micros(event.timeUnixNano),
      fields: [text("event", event.name), ...event.attributes.map(keyValue)],
    })),
    processID,
    warnings: null,
  };
}

function ownTags(span: StoredSpan): KeyValue[] {
  const tags: KeyValue[] = [];
  if (span.kind !== "unspecified") tags.push(text("span.kind", span.kind));
  if (span.status !== "unset") tags.push(text("otel.status_code", span.status.toUpperCase()));
  if (span.status === "error") tags.push({ key: "error", type: "bool", value: true });
  if (span.statusMessage !== "") tags.push(text("otel.status_description", span.statusMessage));
  if (span.scope.name !== "") tags.push(text("otel.scope.name", span.scope.name));
  if (span.scope.version !== "") tags.push(text("otel.scope.version", span.scope.version));
  return tags;
}

const text = (key: string, value: string): KeyValue => ({ key, type: "string", value });
const micros = (nanos: string) => Number(BigInt(nanos) / 1000n);

function keyValue({ key, type, value }: Attribute): KeyValue {
  switch (type) {
    case "int":
      return { key, type: "int64", value: Number(value) };
    case "double":
      return { key, type: "float64", value: Number(value) };
    case "bool":
      return { key, type: "bool", value: value === "true" };
    case "bytes":
      return { key, type: "binary", value };
    case "string":
    case "array":
    case "map":
    case "empty":
      return text(key, value);
  }
}
