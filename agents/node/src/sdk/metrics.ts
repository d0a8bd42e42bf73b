import { getNumberFromEnv, getStringFromEnv } from "@opentelemetry/core";
import type { Resource } from "@opentelemetry/resources";
import {
  ConsoleMetricExporter,
  type IMetricReader,
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from "@opentelemetry/sdk-metrics";
import { positive } from "./environment.ts";
import { chosen, otlpMetricExporter } from "./exporters.ts";
import { loadPrometheus } from "./rare.ts";

/** A provider that counts what the SDK itself does, too: `otel.sdk.*` say what was dropped for a full queue or a receiver
 *  that is away.
 *  @returns undefined when metrics go nowhere */
export function createMeterProvider(resource: Resource): MeterProvider | undefined {
  const readers = chosen<IMetricReader>("METRICS", {
    otlp: () => periodic(otlpMetricExporter()),
    console: () => periodic(new ConsoleMetricExporter()),
    prometheus: () => {
      const host = getStringFromEnv("OTEL_EXPORTER_PROMETHEUS_HOST");
      const port = getNumberFromEnv("OTEL_EXPORTER_PROMETHEUS_PORT");
      return new (loadPrometheus().PrometheusExporter)({
        ...(host !== undefined && { host }),
        ...(port !== undefined && { port }),
      });
    },
  });
  return readers.length === 0 ? undefined : new MeterProvider({ resource, readers, sdkMetricsEnabled: true });
}

function periodic(exporter: PushMetricExporter): IMetricReader {
  const exportIntervalMillis = positive("OTEL_METRIC_EXPORT_INTERVAL") ?? 60_000;
  const timeout = positive("OTEL_METRIC_EXPORT_TIMEOUT") ?? 30_000;
  return new PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis,
    exportTimeoutMillis: Math.min(timeout, exportIntervalMillis),
  });
}
