import { SeverityNumber, SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchLogRecordProcessor, LoggerProvider } from "@opentelemetry/sdk-logs";
import { AggregationType, MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { type Exporters, exportersOf, type Protocol, type Target } from "./exporters.ts";

export { type Protocol, protocols } from "./exporters.ts";

/** Sends a trace of two spans, a log record, a counter, a gauge and two histograms with the OpenTelemetry SDK for
 *  Node, and waits until its exporters are done.
 *  @param service  name of the service; every name of a span, record or metric begins with it
 *  @throws         what the exporters report */
export async function sendWithSdk(protocol: Protocol, target: Target, service: string): Promise<void> {
  const resource = resourceFromAttributes({ "service.name": service });
  const exporters = exportersOf(protocol, target);
  await sendTraceAndLog(exporters, resource, service);
  await sendMetrics(exporters, resource, service);
}

type Resource = ReturnType<typeof resourceFromAttributes>;

async function sendTraceAndLog(exporters: Exporters, resource: Resource, service: string): Promise<void> {
  const spans = new TracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor({ exporter: exporters.spans })],
  });
  const records = new LoggerProvider({
    resource,
    processors: [new BatchLogRecordProcessor({ exporter: exporters.logs })],
  });
  const tracer = spans.getTracer("testkit", "1.0");
  const parent = tracer.startSpan(`${service} parent`, {
    kind: SpanKind.SERVER,
    attributes: { list: ["a", "b"], n: 1.5 },
  });
  const child = tracer.startSpan(`${service} child`, { links: [{ context: parent.spanContext() }] });
  child.addEvent("event", { key: "value" });
  child.setStatus({ code: SpanStatusCode.ERROR, message: "failed" });
  child.end();
  parent.end();
  records.getLogger("testkit").emit({
    body: { message: `${service} line`, nested: [1, true] },
    severityNumber: SeverityNumber.WARN,
    severityText: "WARN",
    attributes: { key: "value" },
  });
  await spans.shutdown();
  await records.shutdown();
}

async function sendMetrics(exporters: Exporters, resource: Resource, service: string): Promise<void> {
  const reader = new PeriodicExportingMetricReader({
    exporter: exporters.metrics,
    exportIntervalMillis: 60_000,
  });
  const meters = new MeterProvider({
    resource,
    readers: [reader],
    views: [
      {
        instrumentName: `${service}.exponential`,
        aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM },
      },
    ],
  });
  const meter = meters.getMeter("testkit");
  meter.createCounter(`${service}.counter`, { unit: "{thing}" }).add(3, { kind: "a" });
  meter.createGauge(`${service}.gauge`).record(1.5);
  for (const value of [1, 20, 300]) {
    meter.createHistogram(`${service}.histogram`, { unit: "ms" }).record(value);
    meter.createHistogram(`${service}.exponential`).record(value);
  }
  await meters.shutdown();
}
