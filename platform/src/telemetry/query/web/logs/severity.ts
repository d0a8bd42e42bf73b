export const SEVERITIES = ["unspecified", "trace", "debug", "info", "warn", "error", "fatal"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The class of a severity number: four numbers a class, 1 to 24; 0 is unspecified.
 *  Source: OpenTelemetry logs data model, "Field: SeverityNumber" */
export function severityOf(severityNumber: number): Severity {
  if (severityNumber < 1 || severityNumber > 24) return "unspecified";
  return SEVERITIES[Math.floor((severityNumber - 1) / 4) + 1] ?? "unspecified";
}

/** State colours for what asks for attention only; the rest stays calm. The word stands beside it. */
export const SEVERITY_COLORS: Readonly<Record<Severity, string>> = {
  unspecified: "var(--line-strong)",
  trace: "var(--line-strong)",
  debug: "var(--series-7)",
  info: "var(--accent)",
  warn: "var(--warn-fill)",
  error: "var(--bad)",
  fatal: "var(--series-8)",
};
