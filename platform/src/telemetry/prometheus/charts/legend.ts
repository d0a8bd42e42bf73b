import { Labels, metricName } from "@naru/promql";

/** The name of a series: labels in the place of `{{label}}`; without a format, what tells it from the others.
 *  @param others all series that it stands with
 *  Source: https://grafana.com/docs/grafana/latest/datasources/prometheus/query-editor/#legend */
export function legendNames(format: string, all: readonly Labels[]): string[] {
  if (format !== "" && format !== "__auto") return all.map((labels) => filled(format, labels));
  const first = all[0] ?? Labels.empty;
  const telling = [...new Set(all.flatMap((labels) => [...labels].map(([name]) => name)))].filter((name) =>
    all.some((labels) => labels.get(name) !== first.get(name)),
  );
  return all.map((labels) => automatic(labels, telling));
}

const filled = (format: string, labels: Labels): string =>
  format.replaceAll(/\{\{\s*([^{}]+?)\s*\}\}/g, (_, name: string) => labels.get(name));

function automatic(labels: Labels, telling: readonly string[]): string {
  const name = labels.get(metricName);
  if (telling.length === 0) return name;
  const own = telling.filter((label) => label !== metricName && labels.get(label) !== "");
  const values = own.map((label) => labels.get(label)).join(" · ");
  return telling.includes(metricName) && name !== "" ? [name, values].filter(Boolean).join(" · ") : values;
}
