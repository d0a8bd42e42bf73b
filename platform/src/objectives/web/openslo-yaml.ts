import type { Objective } from "../api.ts";

/** An objective as OpenSLO; texts are quoted as JSON, which YAML reads. What is empty is left out. */
export function openSloYaml(objective: Objective): string {
  const { name, title, description, service, operation, indicator, thresholdMs, windowDays, target } =
    objective;
  const { labels, annotations } = objective;
  const lines = [
    "apiVersion: openslo/v1",
    "kind: SLO",
    "metadata:",
    `  name: ${JSON.stringify(name)}`,
    ...(title === "" || title === name ? [] : [`  displayName: ${JSON.stringify(title)}`]),
    ...(Object.keys(labels).length === 0 ? [] : [`  labels: ${JSON.stringify(labels)}`]),
    ...(Object.keys(annotations).length === 0 ? [] : [`  annotations: ${JSON.stringify(annotations)}`]),
    "spec:",
    ...(description === "" ? [] : [`  description: ${JSON.stringify(description)}`]),
    `  service: ${JSON.stringify(service)}`,
    "  indicator:",
    "    metadata:",
    `      name: ${name}-${indicator}`,
    "    spec:",
    "      ratioMetric:",
    "        rawType: success",
    "        raw:",
    "          metricSource:",
    "            type: naru",
    "            spec:",
    `              indicator: ${indicator}`,
    ...(operation === "" ? [] : [`              operation: ${JSON.stringify(operation)}`]),
    ...(indicator === "latency" ? [`              thresholdMs: ${thresholdMs ?? ""}`] : []),
    "  timeWindow:",
    `    - duration: ${windowDays}d`,
    "      isRolling: true",
    "  budgetingMethod: Occurrences",
    "  objectives:",
    `    - target: ${target}`,
  ];
  return `${lines.join("\n")}\n`;
}

/** A name that Kubernetes takes: `Cart, GET /:id` is `cart-get-id`; empty where nothing is left of it. */
export const nameOf = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 63)
    .replaceAll(/^-+|-+$/g, "");
