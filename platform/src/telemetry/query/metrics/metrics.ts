import type { z } from "zod";
import type { listMetrics, metricAttributes, MetricRow } from "../api.ts";
import type { Read } from "../reader.ts";
import { windowOf } from "../window.ts";
import { catalogue, type CatalogueRow, pointAttributes, resourceAttributes } from "./store.ts";

const kinds = ["gauge", "gauge", "sum", "histogram", "exponential_histogram", "summary"] as const;
const temporalities = ["unspecified", "delta", "cumulative"] as const;

export async function metrics(read: Read, input: z.output<typeof listMetrics.input>, now: number) {
  const rows = await catalogue(read, windowOf(input, now), input);
  return { metrics: rows.map(metricRow) };
}

/** Attributes by which a metric can be filtered and grouped. */
export async function attributesOfMetric(
  read: Read,
  input: z.output<typeof metricAttributes.input>,
  now: number,
) {
  const window = windowOf(input, now);
  const [points, resources] = await Promise.all([
    pointAttributes(read, input.metric, window),
    resourceAttributes(read, input.metric, window),
  ]);
  const rows = (source: "point" | "resource", found: typeof points) =>
    found.map(({ key, values, distinctValues }) => ({
      key,
      source,
      values,
      distinct: Number(distinctValues),
    }));
  return { attributes: [...rows("point", points), ...rows("resource", resources)] };
}

export function metricRow(row: CatalogueRow): MetricRow {
  return {
    name: row.name,
    kind: kinds[row.kindNumber] ?? "gauge",
    unit: row.unitText,
    description: row.descriptionText,
    temporality: temporalities[row.temporalityNumber] ?? "unspecified",
    monotonic: row.isMonotonic === 1,
    series: Number(row.seriesCount),
    services: row.services.toSorted(),
    lastTime: row.lastTime,
  };
}
