import { type ClickHouse, join, raw, type Sql, sql } from "@naru/clickhouse";

/* What is stored of metrics, as Prometheus's API needs it: first which series there are, then their points. */

/** Milliseconds since 1970; both ends belong to it. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

export interface Reader {
  readonly clickhouse: ClickHouse;
  readonly signal: AbortSignal;
  readonly timeoutSeconds: number;
}

const query = <Row>({ clickhouse, signal, timeoutSeconds }: Reader, statement: Sql): Promise<Row[]> =>
  clickhouse.query<Row>(statement, { signal, timeoutSeconds });

const dayMs = 86_400_000;

/** A series is noted on the days on which it is received: points may be a day ahead of it, or come later. */
const noted = ({ from }: Window): Sql =>
  sql`day >= toDate(fromUnixTimestamp64Milli(${clamped(from - dayMs)}, 'UTC'))`;
const within = ({ from, to }: Window): Sql =>
  sql`time >= fromUnixTimestamp64Milli(${clamped(from)}, 'UTC') AND time < fromUnixTimestamp64Milli(${clamped(to + 1)}, 'UTC')`;

/** Times that ClickHouse can have: 1970 to 2262. */
const clamped = (ms: number): number => Math.min(Math.max(Math.floor(ms), 0), 9_200_000_000_000);

const mostNames = 20;
const mostIds = 8000;

/** Names travel as parameters, which may not be long. */
const namedOneOf = (metrics: readonly string[]): Sql =>
  metrics.length > 0 && metrics.length <= mostNames ? sql`metric IN ${[...metrics]}` : raw("true");

/** Ids are numbers that the store itself has given. */
function oneOf(column: string, ids: readonly string[]): Sql {
  if (ids.length === 0 || ids.length > mostIds) return raw("true");
  return raw(`${column} IN (${ids.map((id) => BigInt(id).toString()).join(",")})`);
}

export interface FamilyRow {
  readonly metric: string;
  readonly kind: number;
  readonly unit: string;
  readonly temporality: number;
  readonly monotonic: number;
  readonly scope_id: string;
  readonly description: string;
}

/** Every metric by what decides its name. */
export const families = (reader: Reader, window: Window): Promise<FamilyRow[]> =>
  query(
    reader,
    sql`SELECT metric, kind, unit, temporality, monotonic, scope_id, any(metric_series.description) AS description
        FROM metric_series WHERE ${noted(window)}
        GROUP BY metric, kind, unit, temporality, monotonic, scope_id`,
  );

export interface SeriesRow {
  readonly series_id: string;
  readonly metric: string;
  readonly kind: number;
  readonly unit: string;
  readonly temporality: number;
  readonly monotonic: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly resource_id: string;
  readonly scope_id: string;
}

/** @param values  texts of which each must be an attribute's value, of what is looked for by `=` */
export const seriesOf = (
  reader: Reader,
  window: Window,
  metrics: readonly string[],
  values: readonly string[],
  limit: number,
): Promise<SeriesRow[]> =>
  query(
    reader,
    sql`SELECT series_id, metric, kind, unit, temporality, monotonic, attributes, resource_id, scope_id
        FROM metric_series
        WHERE ${noted(window)} AND ${namedOneOf(metrics)}
          AND ${values.length === 0 ? raw("true") : sql`hasAll(mapValues(attributes), ${[...values]})`}
        LIMIT 1 BY series_id LIMIT ${limit}`,
  );

export interface ResourceRow {
  readonly resource_id: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export const resourcesOf = (reader: Reader, window: Window, ids: readonly string[]): Promise<ResourceRow[]> =>
  query(
    reader,
    sql`SELECT resource_id, attributes FROM resources
        WHERE ${noted(window)} AND ${oneOf("resource_id", ids)} LIMIT 1 BY resource_id`,
  );

export interface ScopeRow {
  readonly scope_id: string;
  readonly name: string;
  readonly version: string;
  readonly schema_url: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export const scopes = (reader: Reader, window: Window): Promise<ScopeRow[]> =>
  query(
    reader,
    sql`SELECT scope_id, name, version, schema_url, attributes FROM scopes WHERE ${noted(window)} LIMIT 1 BY scope_id`,
  );

/** Which points are wanted: of these series, after `from` and up to `to`. */
export interface PointsAsked {
  readonly window: Window;
  readonly metrics: readonly string[];
  readonly ids: readonly string[];
  /** Only the last point at or before each step, or those within `range` before one. */
  readonly needed:
    | { readonly start: number; readonly step: number; readonly range: number | undefined }
    | undefined;
  readonly withStart: boolean;
  readonly limit: number;
}

const pointsOf = ({ window, metrics, ids, needed }: PointsAsked): Sql => {
  const names =
    metrics.length <= mostNames
      ? namedOneOf(metrics)
      : sql`metric IN (SELECT metric FROM metric_series WHERE ${noted(window)} AND ${oneOf("series_id", ids)})`;
  const near =
    needed?.range === undefined || needed.step < 2 * needed.range
      ? raw("true")
      : sql`positiveModulo(${needed.start} - toUnixTimestamp64Milli(time), ${needed.step}) < ${needed.range}`;
  return sql`${names} AND ${oneOf("series_id", ids)} AND ${within(window)} AND ${near}`;
};

/** From this step on, thinning out in the store is worth more than it costs. */
const leastStepMs = 60_000;

const startOf = (withStart: boolean): Sql =>
  withStart ? raw("toUnixTimestamp64Milli(start_time)") : raw("toInt64(0)");

/** Sorting what was found takes half of the time that reading many parts in their order takes. */
const sorted = raw("SETTINGS optimize_read_in_order = 0");

/** Blocks of `Native`: series_id UInt64, ms Int64, start Int64, value Float64, no recorded value UInt8; in the order of
 *  metric, series and time. */
export function numbers(reader: Reader, asked: PointsAsked): Promise<Uint8Array> {
  const { needed, withStart, limit } = asked;
  const { clickhouse, signal, timeoutSeconds } = reader;
  const thin = needed !== undefined && needed.range === undefined && needed.step >= leastStepMs;
  const statement = thin
    ? sql`SELECT series_id, argMax(ms, time), argMax(start, time), argMax(value, time), argMax(stale, time)
          FROM (SELECT metric, series_id, time, toUnixTimestamp64Milli(time) AS ms, ${startOf(withStart)} AS start, value,
                       toUInt8(flags % 2) AS stale,
                       intDiv(ms - ${needed.start} - 1 + ${needed.step} * 1000000, ${needed.step}) AS bucket
                FROM metric_numbers WHERE ${pointsOf(asked)})
          GROUP BY metric, series_id, bucket ORDER BY metric, series_id, bucket LIMIT ${limit}`
    : sql`SELECT series_id, toUnixTimestamp64Milli(time) AS ms, ${startOf(withStart)} AS start, value, toUInt8(flags % 2) AS stale
          FROM metric_numbers WHERE ${pointsOf(asked)} ORDER BY metric, series_id, time LIMIT ${limit} ${sorted}`;
  return clickhouse.bytes(statement, "Native", { signal, timeoutSeconds });
}

/** What is read of distributions besides count and sum. */
export interface Detail {
  readonly explicit: boolean;
  readonly exponential: boolean;
  readonly quantiles: boolean;
}

const floats = (column: string, read: boolean): Sql => raw(read ? column : "CAST([], 'Array(Float64)')");
const counts = (column: string, read: boolean): Sql => raw(read ? column : "CAST([], 'Array(UInt64)')");

/** Rows of `RowBinary`: series_id UInt64, ms Int64, start Int64, no recorded value UInt8, count UInt64, sum Float64, has
 *  UInt8, bounds Array(Float64), counts Array(UInt64), scale Int32, zero_count UInt64, zero_threshold Float64,
 *  positive_offset Int32, positive_counts Array(UInt64), negative_offset Int32, negative_counts Array(UInt64), quantiles
 *  Array(Float64), quantile_values Array(Float64). What is not asked for is empty. */
export function distributions(reader: Reader, asked: PointsAsked, detail: Detail): Promise<Uint8Array> {
  const { clickhouse, signal, timeoutSeconds } = reader;
  const { explicit, exponential, quantiles } = detail;
  const columns = [
    raw("series_id"),
    raw("toUnixTimestamp64Milli(time)"),
    startOf(asked.withStart),
    raw("toUInt8(flags % 2)"),
    raw("count"),
    raw("sum"),
    raw("has"),
    floats("bounds", explicit),
    counts("counts", explicit),
    raw("scale"),
    raw("zero_count"),
    raw("zero_threshold"),
    raw("positive_offset"),
    counts("positive_counts", exponential),
    raw("negative_offset"),
    counts("negative_counts", exponential),
    floats("quantiles", quantiles),
    floats("quantile_values", quantiles),
  ];
  const statement = sql`SELECT ${join(columns, ", ")} FROM metric_distributions WHERE ${pointsOf(asked)}
    ORDER BY metric, series_id, time LIMIT ${asked.limit}`;
  return clickhouse.bytes(statement, "RowBinary", { signal, timeoutSeconds });
}

/** The bounds and quantiles that distributions have had. */
export const boundsOf = (
  reader: Reader,
  asked: PointsAsked,
): Promise<{ series_id: string; bounds: number[]; quantiles: number[] }[]> =>
  query(
    reader,
    sql`SELECT series_id, groupUniqArrayArray(1000)(bounds) AS bounds, groupUniqArrayArray(1000)(quantiles) AS quantiles
        FROM metric_distributions WHERE ${pointsOf(asked)} GROUP BY series_id`,
  );

export interface ExemplarRow {
  readonly series_id: string;
  readonly ms: string;
  readonly value: number;
  readonly trace: string;
  readonly span: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export const exemplarsOf = (reader: Reader, asked: PointsAsked): Promise<ExemplarRow[]> =>
  query(
    reader,
    sql`SELECT series_id, toUnixTimestamp64Milli(time) AS ms, value, attributes,
               if(trace_id = toFixedString('', 16), '', lower(hex(trace_id))) AS trace,
               if(span_id = toFixedString('', 8), '', lower(hex(span_id))) AS span
        FROM metric_exemplars WHERE ${pointsOf(asked)} ORDER BY metric, series_id, time LIMIT ${asked.limit}`,
  );
