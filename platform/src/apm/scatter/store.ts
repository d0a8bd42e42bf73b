import { type ClickHouse, join, type QueryOptions, raw, type Sql, sql } from "@naru/clickhouse";
import type { Read, Window } from "#telemetry/query/index.ts";
import type { Axis } from "../shapes/api.ts";

/** Rows are stored by when they began: what took longer than this before it ended in a window is not found. */
const longestMs = 10 * 60_000;

const ended = raw("(toUnixTimestamp64Nano(start_time) + toInt64(duration))");
const startedBetween = (from: number, to: number) =>
  sql`start_time >= fromUnixTimestamp64Milli(${from}, 'UTC') AND start_time < fromUnixTimestamp64Milli(${to}, 'UTC')`;

/** Entry spans that ended in a window. */
export const transactionsIn = (window: Window, holds: Sql): Sql =>
  sql`inner = 0 AND ${startedBetween(window.from - longestMs, window.to)}
      AND ${ended} >= ${BigInt(window.from) * 1_000_000n} AND ${ended} < ${BigInt(window.to) * 1_000_000n} AND ${holds}`;

const isStatement = raw("(attributes['db.system.name'] != '' OR attributes['db.system'] != '')");
/** Union of the time that a transaction's inner spans cover: what ran at once counts once. */
const covered = raw("intervalLengthSum(begins, ends)");

/** The part of a transaction that an axis looks at: of the entry span's own children for `own`, of all client spans
 *  of its service in the trace, while it ran, otherwise. */
function partOf(axis: Exclude<Axis, "elapsed">, window: Window, holds: Sql): Sql {
  const spans = sql`SELECT trace_id, parent_span_id, service, toUnixTimestamp64Nano(start_time) AS begins,
      toUnixTimestamp64Nano(start_time) + toInt64(duration) AS ends FROM spans
      WHERE inner = 1 AND ${startedBetween(window.from - longestMs, window.to)}`;
  const entries = sql`SELECT trace_id, span_id, service, toUnixTimestamp64Nano(start_time) AS began, ${ended} AS over
      FROM spans WHERE ${transactionsIn(window, holds)}`;
  if (axis === "own") {
    return sql`SELECT trace_id, parent_span_id AS span_id, ${covered} AS part FROM (${spans}) GROUP BY trace_id, parent_span_id`;
  }
  const kind = axis === "sql" ? isStatement : sql`kind IN (3, 4) AND NOT ${isStatement}`;
  return sql`
    SELECT trace_id, entries.span_id AS span_id, ${covered} AS part
    FROM (${spans} AND ${kind}) AS calls INNER JOIN (${entries}) AS entries USING (trace_id, service)
    WHERE calls.begins >= entries.began AND calls.begins < entries.over
    GROUP BY trace_id, entries.span_id`;
}

/** A column `value`, nanoseconds, for rows of `transactionsIn`. */
function valued(axis: Axis, columns: Sql, window: Window, holds: Sql): Sql {
  const from = sql`FROM spans WHERE ${transactionsIn(window, holds)}`;
  if (axis === "elapsed") return sql`SELECT ${columns}, duration AS value ${from}`;
  const value =
    axis === "own"
      ? raw("toUInt64(greatest(0, toInt64(duration) - toInt64(part)))")
      : raw("least(part, duration)");
  return sql`
    SELECT *, ${value} AS value FROM (SELECT trace_id, span_id, duration, ${columns} ${from}) AS whole
    LEFT JOIN (${partOf(axis, window, holds)}) AS parts USING (trace_id, span_id)`;
}

/** Rows of `points/api.ts`.
 *  @param services  indexes of the points' services */
export function points(
  clickhouse: ClickHouse,
  query: { window: Window; axis: Axis; holds: Sql; services: readonly string[]; limit: number },
  options: QueryOptions = {},
): Promise<Uint8Array> {
  const { window, axis, holds, services, limit } = query;
  const numbers = raw(`CAST([${services.map((_, index) => index).join(", ")}], 'Array(UInt16)')`);
  const columns = raw("duration, start_time, status, service");
  return clickhouse.bytes(
    sql`SELECT toUInt32(intDiv(${ended}, 1000000) - ${window.from}), toFloat32(value / 1e6), status,
               transform(toString(service), ${services}, ${numbers}, toUInt16(65535))
        FROM (${valued(axis, columns, window, holds)}) LIMIT ${limit}`,
    "RowBinary",
    options,
  );
}

/** Services with transactions in the window, busiest first. */
export async function servicesIn(read: Read, window: Window): Promise<string[]> {
  const rows = await read<{ service: string }>(
    sql`SELECT service FROM services_1m
        WHERE time >= toStartOfMinute(fromUnixTimestamp64Milli(${window.from - longestMs}, 'UTC'))
          AND time < fromUnixTimestamp64Milli(${window.to}, 'UTC')
        GROUP BY service ORDER BY sum(requests) DESC LIMIT 65000`,
  );
  return rows.map(({ service }) => service);
}

export interface Cell {
  readonly at: string;
  readonly bucket: number;
  readonly count: string;
  readonly errors: string;
}

/** From the spans themselves: any filter, at the price of reading them. */
export function cellsOfSpans(read: Read, window: Window, stepSeconds: number, holds: Sql): Promise<Cell[]> {
  return read(sql`
    SELECT toString(toUnixTimestamp(toStartOfInterval(start_time, toIntervalSecond(${stepSeconds})))) AS at,
           toUInt16(8 * log2(duration + 1)) AS bucket, count() AS count, countIf(status = 2) AS errors
    FROM spans WHERE inner = 0 AND ${startedBetween(window.from, window.to)} AND ${holds} GROUP BY at, bucket`);
}

/** From the rollups of all services: no span is read. Errors are not known by duration there. */
export function cellsOfRollups(read: Read, window: Window, stepSeconds: number): Promise<Cell[]> {
  const table = raw(stepSeconds % 60 === 0 ? "services_1m" : "services_10s");
  return read(sql`
    SELECT toString(toUnixTimestamp(toStartOfInterval(time, toIntervalSecond(${stepSeconds})))) AS at,
           intDiv(bucket, 2) AS bucket, sum(inBucket) AS count, '0' AS errors
    FROM ${table} ARRAY JOIN durations.1 AS bucket, durations.2 AS inBucket
    WHERE time >= fromUnixTimestamp64Milli(${window.from}, 'UTC') AND time < fromUnixTimestamp64Milli(${window.to}, 'UTC')
    GROUP BY at, bucket`);
}

export interface TransactionRecord {
  readonly traceId: string;
  readonly spanId: string;
  readonly service: string;
  readonly name: string;
  readonly pod: string;
  readonly endTimeUnixNano: string;
  readonly durationNano: string;
  readonly valueNano: string;
  readonly status: number;
  readonly httpStatus: string;
  readonly user: string;
  readonly session: string;
  readonly total: string;
}

export interface Selection {
  readonly window: Window;
  readonly axis: Axis;
  readonly holds: Sql;
  readonly minNano: number | undefined;
  readonly maxNano: number | undefined;
  readonly order: "slowest" | "newest";
  readonly limit: number;
}

/** The first ones in order; each row carries how many there are in all. */
export function transactionsOf(read: Read, selection: Selection): Promise<TransactionRecord[]> {
  const { window, axis, holds, minNano, maxNano, order, limit } = selection;
  const bounds = [
    ...(minNano === undefined ? [] : [sql`value >= ${BigInt(Math.floor(minNano))}`]),
    ...(maxNano === undefined ? [] : [sql`value <= ${BigInt(Math.ceil(maxNano))}`]),
  ];
  const own = axis === "elapsed" ? raw("trace_id, span_id, duration, ") : raw("");
  const columns = sql`${own}start_time, service, name, status, attributes, resource_id`;
  return read(sql`
    SELECT lower(hex(trace_id)) AS traceId, lower(hex(span_id)) AS spanId, service, name, pod,
           toString(${ended}) AS endTimeUnixNano, toString(duration) AS durationNano, toString(value) AS valueNano, status,
           if(attributes['http.response.status_code'] != '', attributes['http.response.status_code'], attributes['http.status_code']) AS httpStatus,
           if(attributes['user.id'] != '', attributes['user.id'], attributes['enduser.id']) AS user,
           attributes['session.id'] AS session, total
    FROM (SELECT *, toString(count() OVER ()) AS total FROM (${valued(axis, columns, window, holds)})
          WHERE ${bounds.length === 0 ? raw("true") : join(bounds, " AND ")}
          ORDER BY ${raw(order === "slowest" ? "value DESC" : `${ended.text} DESC`)}, span_id LIMIT ${limit}) AS found
    LEFT JOIN (SELECT resource_id, any(attributes['k8s.pod.name']) AS pod FROM resources
               WHERE day >= toDate(fromUnixTimestamp64Milli(${window.from}, 'UTC')) - 1 GROUP BY resource_id) AS pods USING (resource_id)
    ORDER BY ${raw(order === "slowest" ? "toUInt64(valueNano) DESC" : "toInt64(endTimeUnixNano) DESC")}, spanId`);
}
