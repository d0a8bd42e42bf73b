import { join, raw, type Sql, sql } from "@naru/clickhouse";
import { FilterError } from "../filter/error.ts";
import { type Field, fieldOf } from "../filter/fields.ts";
import { parseFilter } from "../filter/parse.ts";
import { condition } from "../filter/store.ts";
import type { Read } from "../reader.ts";
import type { Window } from "../window.ts";

/* The catalogue of metrics: what there is, from whom, with which attributes. */

export interface CatalogueRow {
  readonly name: string;
  /** Numbers as in the schema. */
  readonly kindNumber: number;
  readonly temporalityNumber: number;
  readonly isMonotonic: number;
  readonly unitText: string;
  readonly descriptionText: string;
  readonly seriesCount: string;
  readonly services: string[];
  readonly lastTime: number;
}

/** Series are noted once a day, by the day of their points. */
const noted = ({ from, to }: Window) =>
  sql`day >= toDate(fromUnixTimestamp64Milli(${from}, 'UTC')) AND day <= toDate(fromUnixTimestamp64Milli(${to}, 'UTC'))`;

export const sentIn = ({ from, to }: Window): Sql =>
  sql`time >= fromUnixTimestamp64Milli(${from}, 'UTC') AND time < fromUnixTimestamp64Milli(${to}, 'UTC')`;

/** Metrics with points in the window. Where senders disagree about one, the most common nature counts. */
export function catalogue(
  read: Read,
  window: Window,
  only: { search?: string; name?: string; service?: string | undefined; limit: number },
): Promise<CatalogueRow[]> {
  const conditions = sql`${noted(window)}
    AND ${only.name === undefined ? raw("true") : sql`metric = ${only.name}`}
    AND ${only.search ? sql`positionCaseInsensitiveUTF8(metric, ${only.search}) > 0` : raw("true")}
    AND ${only.service === undefined ? raw("true") : sql`service = ${only.service}`}`;
  const lastOf = (table: string) =>
    sql`SELECT metric, max(time) AS last FROM ${raw(table)} WHERE ${sentIn(window)} AND metric IN (SELECT metric FROM metric_series WHERE ${conditions}) GROUP BY metric`;
  return read(sql`
    SELECT metric AS name, topK(1)((kind, temporality, monotonic, toString(unit)))[1] AS nature,
           nature.1 AS kindNumber, nature.2 AS temporalityNumber, nature.3 AS isMonotonic, nature.4 AS unitText,
           any(toString(description)) AS descriptionText, uniq(series_id) AS seriesCount,
           groupUniqArray(50)(toString(service)) AS services,
           toFloat64(any(toUnixTimestamp64Milli(points.last))) AS lastTime
    FROM metric_series
    INNER JOIN (${lastOf("metric_numbers")} UNION ALL ${lastOf("metric_distributions")}) AS points USING metric
    WHERE ${conditions} GROUP BY metric ORDER BY metric LIMIT ${only.limit}`);
}

interface AttributeRow {
  readonly key: string;
  readonly values: string[];
  readonly distinctValues: string;
}

/** Attributes of a metric's series, with their most frequent values. */
export function pointAttributes(read: Read, metric: string, window: Window): Promise<AttributeRow[]> {
  return read(
    attributesIn(sql`(SELECT attributes FROM metric_series WHERE ${noted(window)} AND metric = ${metric})`),
  );
}

export function resourceAttributes(read: Read, metric: string, window: Window): Promise<AttributeRow[]> {
  const senders = sql`SELECT resource_id FROM metric_series WHERE ${noted(window)} AND metric = ${metric}`;
  return read(attributesIn(sql`(SELECT attributes FROM resources WHERE resource_id IN (${senders}))`));
}

const attributesIn = (source: Sql): Sql => sql`
  SELECT pair.1 AS key, arraySort(topK(100)(pair.2)) AS values, uniq(pair.2) AS distinctValues
  FROM (SELECT arrayJoin(CAST(attributes, 'Array(Tuple(String, String))')) AS pair FROM ${source})
  GROUP BY key ORDER BY key LIMIT 500`;

/** Series of the metric that hold the filter, each with its labels in the order of `groupBy`. */
export function labelledSeries(
  metric: string,
  window: Window,
  filter: string,
  groupBy: readonly string[],
): Sql {
  const own = sql`${noted(window)} AND metric = ${metric} AND ${condition(parseFilter(filter), "series", window.from)}`;
  const fields = groupBy.map((key) => fieldOf("series", key));
  const labels = fields.length === 0 ? raw("emptyArrayString()") : sql`[${join(fields.map(labelOf), ", ")}]`;
  const ofResources = fields.some((field) => field.type !== "text");
  return sql`
    SELECT series_id, any(${labels}) AS labels FROM metric_series ${ofResources ? joinResources(own) : raw("")}
    WHERE ${own} GROUP BY series_id`;
}

const joinResources = (own: Sql): Sql => sql`
  LEFT ANY JOIN (
    SELECT resource_id, any(resources.attributes) AS resource FROM resources
    WHERE resource_id IN (SELECT resource_id FROM metric_series WHERE ${own}) GROUP BY resource_id
  ) AS origin USING resource_id`;

function labelOf(field: Field): Sql {
  if (field.type === "text") return sql`toString(${raw(field.column)})`;
  if (field.type === "resource") return sql`resource[${field.key}]`;
  if (field.type !== "attribute") throw new FilterError("A metric cannot be grouped by its scope");
  return sql`if(mapContains(attributes, ${field.key}), attributes[${field.key}], resource[${field.key}])`;
}

/** How far apart the points of a series usually are, in seconds; 0 when no series has two. */
export async function pointInterval(
  read: Read,
  table: PointTable,
  metric: string,
  window: Window,
): Promise<number> {
  const [row] = await read<{ seconds: number }>(sql`
    SELECT ifNotFinite(quantile(0.5)(apart), 0) AS seconds FROM (
      SELECT (toUnixTimestamp64Milli(max(time)) - toUnixTimestamp64Milli(min(time))) / 1000 / (count() - 1) AS apart
      FROM ${raw(table)} WHERE metric = ${metric} AND ${sentIn(window)} GROUP BY series_id HAVING count() > 1 LIMIT 1000
    )`);
  return row?.seconds ?? 0;
}

export type PointTable = "metric_numbers" | "metric_distributions";
