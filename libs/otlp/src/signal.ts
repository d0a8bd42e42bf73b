export const signals = ["traces", "logs", "metrics", "profiles"] as const;
export type Signal = (typeof signals)[number];

/** Where each signal is sent over HTTP. Profiles are in development, so their path and messages may still change.
 *  Source: https://opentelemetry.io/docs/specs/otlp/#otlphttp-request */
export const httpPaths: Readonly<Record<Signal, string>> = {
  traces: "/v1/traces",
  logs: "/v1/logs",
  metrics: "/v1/metrics",
  profiles: "/v1development/profiles",
};
