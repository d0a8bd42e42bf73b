import { OTLPLogExporter as GrpcLogs } from "@opentelemetry/exporter-logs-otlp-grpc";
import { OTLPLogExporter as JsonLogs } from "@opentelemetry/exporter-logs-otlp-http";
import { OTLPLogExporter as ProtobufLogs } from "@opentelemetry/exporter-logs-otlp-proto";
import { OTLPMetricExporter as GrpcMetrics } from "@opentelemetry/exporter-metrics-otlp-grpc";
import { OTLPMetricExporter as JsonMetrics } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPMetricExporter as ProtobufMetrics } from "@opentelemetry/exporter-metrics-otlp-proto";
import { OTLPTraceExporter as GrpcTraces } from "@opentelemetry/exporter-trace-otlp-grpc";
import { OTLPTraceExporter as JsonTraces } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufTraces } from "@opentelemetry/exporter-trace-otlp-proto";
import type { LogRecordExporter } from "@opentelemetry/sdk-logs";
import type { PushMetricExporter } from "@opentelemetry/sdk-metrics";
import type { SpanExporter } from "@opentelemetry/sdk-trace";

/** The three ways in which the SDK can send. */
export const protocols = ["http/protobuf", "http/json", "grpc"] as const;
export type Protocol = (typeof protocols)[number];

/** Where to send to: `http://host:port` and `host:port`. */
export interface Target {
  readonly otlpHttp: string;
  readonly otlpGrpc: string;
}

export interface Exporters {
  readonly spans: SpanExporter;
  readonly logs: LogRecordExporter;
  readonly metrics: PushMetricExporter;
}

export function exportersOf(protocol: Protocol, { otlpHttp, otlpGrpc }: Target): Exporters {
  if (protocol === "grpc") {
    const to = { url: `http://${otlpGrpc}` };
    return { spans: new GrpcTraces(to), logs: new GrpcLogs(to), metrics: new GrpcMetrics(to) };
  }
  const to = (signal: string) => ({ url: `${otlpHttp}/v1/${signal}` });
  if (protocol === "http/json") {
    return {
      spans: new JsonTraces(to("traces")),
      logs: new JsonLogs(to("logs")),
      metrics: new JsonMetrics(to("metrics")),
    };
  }
  return {
    spans: new ProtobufTraces(to("traces")),
    logs: new ProtobufLogs(to("logs")),
    metrics: new ProtobufMetrics(to("metrics")),
  };
}
