import { type Matcher, metricName } from "@naru/promql";

/* Series that nobody sends: what spans and log records amount to, so that rules and dashboards can ask for it as for any
 * metric. They are counted when asked for, from the rollups of spans and from logs. */

export type DerivedSource = "services" | "spans" | "logs";
export type Figure = "requests" | "errors" | "duration" | "records";

export interface DerivedFamily {
  readonly name: string;
  readonly source: DerivedSource;
  readonly figure: Figure;
  readonly type: "counter" | "histogram";
  readonly help: string;
  readonly unit: string;
}

const counter = (name: string, source: DerivedSource, figure: Figure, help: string): DerivedFamily => ({
  name,
  source,
  figure,
  type: "counter",
  help,
  unit: "",
});
const duration = (name: string, source: DerivedSource, help: string): DerivedFamily => ({
  name,
  source,
  figure: "duration",
  type: "histogram",
  help,
  unit: "s",
});

export const derivedFamilies: readonly DerivedFamily[] = [
  counter("naru_service_requests_total", "services", "requests", "Entry spans of a service that have ended."),
  counter(
    "naru_service_errors_total",
    "services",
    "errors",
    "Entry spans of a service that have ended with an error.",
  ),
  duration("naru_service_duration_seconds", "services", "How long entry spans of a service took."),
  counter("naru_span_requests_total", "spans", "requests", "Spans that have ended."),
  counter("naru_span_errors_total", "spans", "errors", "Spans that have ended with an error."),
  duration("naru_span_duration_seconds", "spans", "How long spans took."),
  counter("naru_log_records_total", "logs", "records", "Log records."),
];

/** Labels of each source, in the order of its columns. */
export const labelNames: Readonly<Record<DerivedSource, readonly string[]>> = {
  services: ["service_name"],
  spans: ["service_name", "span_name", "span_kind"],
  logs: ["service_name", "severity"],
};

/** What is counted can be narrowed by this label, whose value is a filter as the pages of traces and logs have it:
 *  `naru_log_records_total{filter="connection refused"}`. Series have it as they were asked. */
export const filterLabel = "filter";

/** @returns empty for none */
export const filterOf = (matchers: readonly Matcher[]): string =>
  matchers.find(({ name, operator }) => name === filterLabel && operator === "=")?.value ?? "";

/** The families that a selector names. One without a name asks for what was sent. */
export function derivedOf(matchers: readonly Matcher[]): readonly DerivedFamily[] {
  const names = matchers.filter(({ name, operator }) => name === metricName && !operator.startsWith("!"));
  if (names.length === 0) return [];
  return derivedFamilies.filter(({ name }) =>
    matchers.every((each) => each.name !== metricName || each.matches(name)),
  );
}
