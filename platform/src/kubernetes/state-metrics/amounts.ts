import { quantityOf } from "../quantity.ts";
import type { MetricName } from "./families.ts";
import type { Labels, Sample, Tell } from "./sample.ts";

/** Amounts of resources by name, each in its base unit. */
export const amountSamples = (
  tell: Tell,
  name: MetricName,
  amounts: Readonly<Record<string, string>> | undefined,
  labels: Labels = {},
): Sample[] =>
  Object.entries(amounts ?? {}).flatMap(([resource, amount]) => {
    const unit = unitOf(resource);
    if (unit === undefined) return [];
    return tell(name, quantityOf(amount), {
      ...labels,
      resource: resource.replaceAll(/[^a-zA-Z0-9_]/g, "_"),
      unit,
    });
  });

/** @returns undefined for what is counted in nothing that is known */
function unitOf(resource: string): "core" | "byte" | "integer" | undefined {
  if (resource === "cpu") return "core";
  if (/^(memory|(ephemeral-)?storage|hugepages-.+|attachable-volumes-.+)$/.test(resource)) return "byte";
  return resource === "pods" || isExtended(resource) ? "integer" : undefined;
}

/** `nvidia.com/gpu`: what somebody else counts. */
const isExtended = (resource: string) => resource.includes("/") && !/(^|\.)kubernetes\.io\//.test(resource);
