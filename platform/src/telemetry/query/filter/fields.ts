import { FilterError } from "./error.ts";

/** What is filtered: spans, log lines, or the series of a metric. */
export type Subject = "traces" | "logs" | "series";

/** What a key of the filter language stands for. Columns are those of the subject's table. */
export type Field =
  | { readonly type: "text"; readonly column: string }
  | { readonly type: "id"; readonly column: string; readonly digits: number }
  | { readonly type: "choice"; readonly column: string; readonly choices: readonly string[] }
  | { readonly type: "duration"; readonly column: string }
  | { readonly type: "severity"; readonly column: string }
  | { readonly type: "scope" }
  | { readonly type: "resource"; readonly key: string }
  /** Of the item itself, or else of its resource. */
  | { readonly type: "attribute"; readonly key: string };

export const spanKinds = ["unspecified", "internal", "server", "client", "producer", "consumer"] as const;
export const spanStatuses = ["unset", "ok", "error"] as const;
/** The first OpenTelemetry severity number of each class; a class has four. */
export const severities = {
  unspecified: 0,
  trace: 1,
  debug: 5,
  info: 9,
  warn: 13,
  error: 17,
  fatal: 21,
} as const;

const everywhere: Readonly<Record<string, Field>> = {
  service: { type: "text", column: "service" },
  "service.name": { type: "text", column: "service" },
  scope: { type: "scope" },
};
const ofTraces: Readonly<Record<string, Field>> = {
  ...everywhere,
  name: { type: "text", column: "name" },
  kind: { type: "choice", column: "kind", choices: spanKinds },
  status: { type: "choice", column: "status", choices: spanStatuses },
  status_message: { type: "text", column: "status_message" },
  duration: { type: "duration", column: "duration" },
  trace_id: { type: "id", column: "trace_id", digits: 32 },
  span_id: { type: "id", column: "span_id", digits: 16 },
  parent_span_id: { type: "id", column: "parent_span_id", digits: 16 },
};
const ofLogs: Readonly<Record<string, Field>> = {
  ...everywhere,
  severity: { type: "severity", column: "severity_number" },
  level: { type: "severity", column: "severity_number" },
  severity_text: { type: "text", column: "severity_text" },
  body: { type: "text", column: "body" },
  event_name: { type: "text", column: "event_name" },
  trace_id: { type: "id", column: "trace_id", digits: 32 },
  span_id: { type: "id", column: "span_id", digits: 16 },
};
const fields = { traces: ofTraces, logs: ofLogs, series: everywhere };

/** Keys that the subject has by itself, without attributes. */
export const fieldKeys = (subject: Subject): string[] => Object.keys(fields[subject]);

/** Attributes that OpenTelemetry puts on resources. Source: its semantic conventions, "Resources" */
const resourceKey = /^(service|k8s|host|container|deployment|process|os|cloud|telemetry\.(sdk|distro))\./;

export function fieldOf(subject: Subject, key: string): Field {
  const own = Object.hasOwn(fields[subject], key) ? fields[subject][key] : undefined;
  if (own) return own;
  if (key.startsWith("resource.")) return { type: "resource", key: key.slice("resource.".length) };
  return { type: resourceKey.test(key) ? "resource" : "attribute", key };
}

/** @returns the first severity number of a class, or of the number itself */
export function severityNumber(value: string): number {
  const name = value.toLowerCase().replace("warning", "warn");
  if (Object.hasOwn(severities, name)) return severities[name as keyof typeof severities];
  if (/^\d{1,2}$/.test(value) && Number(value) <= 24) return Number(value);
  throw new FilterError(`${value} is no severity`, {
    help: `Severities: ${Object.keys(severities).join(", ")}.`,
  });
}
