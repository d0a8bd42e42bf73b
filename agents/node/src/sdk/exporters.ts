import { diag } from "@opentelemetry/api";
import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-proto";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { exportersOf, protocolOf, type Signal } from "./environment.ts";
import { loadGrpc, loadJson } from "./rare.ts";

/** The classes that send by the protocol that the environment asks for. */
function otlp(signal: Signal) {
  switch (protocolOf(signal)) {
    case "grpc":
      return loadGrpc();
    case "http/json":
      return loadJson();
    case "http/protobuf":
      return { OTLPLogExporter, OTLPMetricExporter, OTLPTraceExporter };
  }
}

export const otlpSpanExporter = () => new (otlp("TRACES").OTLPTraceExporter)();
export const otlpLogExporter = () => new (otlp("LOGS").OTLPLogExporter)();
export const otlpMetricExporter = () => new (otlp("METRICS").OTLPMetricExporter)();

/** Makes what is asked for, by name; a name that is not known is told and left out. */
export function chosen<T>(signal: Signal, makers: Readonly<Record<string, () => T>>): T[] {
  return exportersOf(signal).flatMap((name) => {
    const make = makers[name];
    if (make) return [make()];
    diag.warn(`OTEL_${signal}_EXPORTER names "${name}", which is none of ${Object.keys(makers).join(", ")}.`);
    return [];
  });
}
