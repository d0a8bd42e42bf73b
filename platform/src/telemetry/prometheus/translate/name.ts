import { unitWords } from "./unit.ts";

/** What decides how a metric is called. */
export interface Named {
  readonly metric: string;
  readonly unit: string;
  /** Number of the kind, as in the schema: 1 gauge, 2 sum, … */
  readonly kind: number;
  readonly isMonotonic: boolean;
}

/** The name of an OpenTelemetry metric as Prometheus's users know it: `http.server.request.duration` in `s` is
 *  `http_server_request_duration_seconds`. A name in another script stays as it is.
 *  Source: https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#metric-metadata-1 */
export function classicName({ metric, unit, kind, isMonotonic }: Named): string {
  const parts = metric.split(/[^a-zA-Z0-9:]+/).filter((part) => part !== "");
  if (parts.length === 0) return metric;
  const has = (suffix: string) => suffix.split("_").every((part) => parts.includes(part));
  const suffixes = unitWords(unit).filter((suffix) => !has(suffix));
  let all = [...parts, ...suffixes];
  if (kind === 2 && isMonotonic) all = endingIn(all, "total");
  if (kind === 1 && unit === "1") all = endingIn(all, "ratio");
  const name = all.join("_");
  return /^\d/.test(name) ? `_${name}` : name;
}

const endingIn = (parts: readonly string[], suffix: string): string[] => [
  ...parts.filter((part) => part !== suffix),
  suffix,
];

/** The name of an attribute as a classic label. Of what is written in another script nothing would be left: it stays. */
export function classicLabel(key: string): string {
  const name = key.replaceAll(/[^a-zA-Z0-9_]/g, "_");
  if (!/[a-zA-Z0-9]/.test(name)) return key;
  if (/^\d/.test(name)) return `key_${name}`;
  return name.startsWith("_") && !name.startsWith("__") ? `key${name}` : name;
}
