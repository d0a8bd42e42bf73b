import { diag } from "@opentelemetry/api";
import { getNumberFromEnv, getStringFromEnv, getStringListFromEnv } from "@opentelemetry/core";

/* What the standard variables of OpenTelemetry say.
 * Source: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ */

export type Signal = "TRACES" | "METRICS" | "LOGS";
export type Protocol = "http/protobuf" | "http/json" | "grpc";

/** The exporters asked for: `otlp` when none is named, none at all for `none`. */
export function exportersOf(signal: Signal): readonly string[] {
  const names = [...new Set(getStringListFromEnv(`OTEL_${signal}_EXPORTER`) ?? [])];
  if (names.length === 0) return ["otlp"];
  return names.includes("none") ? [] : names;
}

export function protocolOf(signal: Signal): Protocol {
  const given =
    getStringFromEnv(`OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`) ??
    getStringFromEnv("OTEL_EXPORTER_OTLP_PROTOCOL");
  switch (given) {
    case undefined:
    case "http/protobuf":
      return "http/protobuf";
    case "http/json":
    case "grpc":
      return given;
    default:
      diag.warn(`OTLP protocol "${given}" is unknown; http/protobuf is used.`);
      return "http/protobuf";
  }
}

/** A number above 0, or undefined, which leaves the SDK's default. */
export function positive(...names: string[]): number | undefined {
  for (const name of names) {
    const value = getNumberFromEnv(name);
    if (value !== undefined && value > 0) return value;
    if (value !== undefined) diag.warn(`${name}=${value} is not above 0; the default is used.`);
  }
  return undefined;
}

/** The options that were set: an SDK that spreads `undefined` over its defaults would lose them. */
export function given<T extends object>(options: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}
