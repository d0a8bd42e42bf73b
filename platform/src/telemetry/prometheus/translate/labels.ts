import { Labels } from "@naru/promql";
import { classicLabel } from "./name.ts";

/** Prometheus's classic names, or the names as they were sent, which it can keep since version 3. */
export type Spelling = "classic" | "original";

export interface Resource {
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Scope {
  readonly name: string;
  readonly version: string;
  readonly schemaUrl: string;
  readonly attributes: Readonly<Record<string, string>>;
}

type Pairs = [name: string, value: string][];

/** Labels of a series: its attributes, the scope, and `job` and `instance` of the resource.
 *  Source: https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/ */
export function seriesLabels(
  attributes: Readonly<Record<string, string>>,
  scope: Scope,
  resource: Resource,
  spelling: Spelling,
): Labels {
  return Labels.from([
    ...spelled(attributes, spelling),
    ...scopePairs(scope, spelling),
    ...identity(resource),
  ]);
}

/** Labels of `target_info`: what is known of a resource besides its identity. */
export function targetLabels(resource: Resource, spelling: Spelling): Labels {
  const rest = Object.entries(resource.attributes).filter(([key]) => !identifying.has(key));
  return Labels.from([...spelled(Object.fromEntries(rest), spelling), ...identity(resource)]);
}

const identifying: ReadonlySet<string> = new Set([
  "service.name",
  "service.namespace",
  "service.instance.id",
]);

function identity({ attributes }: Resource): Pairs {
  const { "service.name": name = "", "service.namespace": namespace = "" } = attributes;
  const job = namespace === "" ? name : `${namespace}/${name}`;
  return [
    ["job", job],
    ["instance", attributes["service.instance.id"] ?? ""],
  ];
}

function scopePairs({ name, version, schemaUrl, attributes }: Scope, spelling: Spelling): Pairs {
  const own = spelled(attributes, spelling).map(([key, value]): [string, string] => [
    `otel_scope_${key}`,
    value,
  ]);
  return [
    ["otel_scope_name", name],
    ["otel_scope_version", version],
    ["otel_scope_schema_url", schemaUrl],
    ...own,
  ];
}

/** Attributes whose classic names are the same are one label, their values in the order of their keys. */
function spelled(attributes: Readonly<Record<string, string>>, spelling: Spelling): Pairs {
  if (spelling === "original") return Object.entries(attributes);
  const found = new Map<string, string>();
  for (const key of Object.keys(attributes).toSorted()) {
    const label = classicLabel(key);
    const before = found.get(label);
    const value = attributes[key] as string;
    found.set(label, before === undefined ? value : `${before};${value}`);
  }
  return [...found];
}
