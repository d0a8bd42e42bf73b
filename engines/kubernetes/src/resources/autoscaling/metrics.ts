import type { KubeObject } from "../../object.ts";
import { get, type JsonObject } from "../../patch/json.ts";
import { quantityText } from "../quantity.ts";
import { at, fields, number, present, records, text } from "../values.ts";

export const sources: Readonly<Record<string, string>> = {
  External: "external",
  Pods: "pods",
  Object: "object",
  Resource: "resource",
  ContainerResource: "containerResource",
};
const most = 2;

/** `cpu: 30%/80%, 12/20 (avg) + 1 more...` */
export function targetsText(autoscaler: KubeObject): string {
  const specs = records(at(autoscaler, "spec", "metrics"));
  if (specs.length === 0) return "<none>";
  const statuses = records(at(autoscaler, "status", "currentMetrics"));
  const told = specs.slice(0, most).map((spec, index) => metricText(spec, statuses[index] ?? {}));
  const rest = specs.length > most ? ` + ${specs.length - most} more...` : "";
  return told.join(", ") + rest;
}

function metricText(spec: JsonObject, status: JsonObject): string {
  const type = text(get(spec, "type"));
  const source = get(sources, type);
  if (typeof source !== "string") return "<unknown type>";
  const wanted = fields(get(spec, source));
  const target = fields(get(wanted, "target"));
  const current = at(status, source, "current");
  if (type === "Resource" || type === "ContainerResource") {
    return `${text(get(wanted, "name"))}: ${resourceText(target, current)}`;
  }
  if (type !== "Pods" && !present(get(target, "averageValue"))) return pair(current, target, "value");
  const average = pair(current, target, "averageValue");
  return type === "Pods" ? average : `${average} (avg)`;
}

function resourceText(target: JsonObject, current: unknown): string {
  if (present(get(target, "averageValue"))) return pair(current, target, "averageValue");
  const now = at(current, "averageUtilization");
  const wanted = get(target, "averageUtilization");
  return `${present(now) ? `${number(now)}%` : "<unknown>"}/${present(wanted) ? `${number(wanted)}%` : "<auto>"}`;
}

function pair(current: unknown, target: JsonObject, field: string): string {
  const now = present(at(current, field)) ? quantityText(at(current, field)) : "<unknown>";
  return `${now}/${quantityText(get(target, field))}`;
}
