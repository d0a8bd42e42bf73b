import { randomUUID } from "node:crypto";
import type { ServiceTopology } from "./topology.ts";

/** The part of a service's environment that its upstreams decide: CATALOG_URL and the like. */
export function upstreamUrls(
  calls: readonly string[],
  urlOf: (name: string) => string,
): Record<string, string> {
  return Object.fromEntries(
    calls.map((name) => [`${name.toUpperCase().replaceAll("-", "_")}_URL`, urlOf(name)]),
  );
}

/** OpenTelemetry's own variables for one instance of a service. */
export function telemetryEnvironment(
  { name, version }: ServiceTopology,
  endpoint: string,
  headers: Record<string, string>,
): Record<string, string> {
  const resource = {
    "service.namespace": "shop",
    "service.version": version,
    "service.instance.id": randomUUID(),
    "deployment.environment.name": "demo",
  };
  return {
    OTEL_SERVICE_NAME: name,
    OTEL_RESOURCE_ATTRIBUTES: pairs(resource),
    OTEL_NODE_RESOURCE_DETECTORS: "env,host,process",
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
    OTEL_EXPORTER_OTLP_HEADERS: pairs(headers),
    OTEL_TRACES_EXPORTER: "otlp",
    OTEL_METRICS_EXPORTER: "otlp",
    OTEL_LOGS_EXPORTER: "otlp",
    OTEL_METRIC_EXPORT_INTERVAL: "10000",
    OTEL_METRIC_EXPORT_TIMEOUT: "5000",
    OTEL_BSP_SCHEDULE_DELAY: "2000",
    OTEL_SEMCONV_STABILITY_OPT_IN: "http,database",
  };
}

const pairs = (values: Record<string, string>) =>
  Object.entries(values)
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
    .join(",");
