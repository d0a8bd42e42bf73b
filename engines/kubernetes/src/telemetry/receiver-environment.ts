import type { OtlpDestination } from "./log-shipper.ts";

type Environment = Readonly<Record<string, string>>;

/** What a program that sends to the cluster's own receiver needs to be let in. It is given as the program starts, so that it
 *  stands in no object. Headers of its own stay.
 *  Source: https://opentelemetry.io/docs/specs/otel/protocol/exporter/#specifying-headers-via-environment-variables */
export function receiverEnvironment(env: Environment, otlp: OtlpDestination | undefined): Environment {
  const { endpoint, headers = {} } = otlp ?? {};
  const isMeant = endpoint !== undefined && env["OTEL_EXPORTER_OTLP_ENDPOINT"] === endpoint;
  const pairs = Object.entries(headers).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  if (!isMeant || pairs.length === 0 || env["OTEL_EXPORTER_OTLP_HEADERS"] !== undefined) return {};
  return { OTEL_EXPORTER_OTLP_HEADERS: pairs.join(",") };
}
