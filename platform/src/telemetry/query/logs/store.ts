import { raw, type Sql, sql } from "@naru/clickhouse";
import type { StoredAttributes } from "../attributes.ts";
import { condition } from "../filter/store.ts";
import { parseFilter } from "../filter/parse.ts";
import type { Read } from "../reader.ts";
import type { Grid, Window } from "../window.ts";

export type Order = "newest" | "oldest";

/** A line's place among all lines: its time in nanoseconds, and its number among those of one time. */
export interface Position {
  readonly time: string;
  readonly seq: string;
}

export interface LogRecord extends Position, StoredAttributes {
  readonly observedTime: string;
  readonly service: string;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: string;
  readonly bodyType: string;
  readonly eventName: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly resourceId: string;
  readonly scopeId: string;
}

const columns = raw(`
  toUnixTimestamp64Nano(time) AS nanos, toString(nanos) AS position_time, toString(seq) AS position_seq,
  toUnixTimestamp64Nano(observed_time) AS observedTime, service, severity_number AS severityNumber,
  severity_text AS severityText, body, body_type AS bodyType, event_name AS eventName,
  if(trace_id = CAST(unhex('00000000000000000000000000000000'), 'FixedString(16)'), '', lower(hex(trace_id))) AS traceId,
  if(span_id = CAST(unhex('0000000000000000'), 'FixedString(8)'), '', lower(hex(span_id))) AS spanId,
  mapKeys(attributes) AS keys, mapValues(attributes) AS values, attribute_types AS types,
  resource_id AS resourceId, scope_id AS scopeId`);

const within = (window: Window): Sql =>
  sql`time >= fromUnixTimestamp64Milli(${window.from}, 'UTC') AND time < fromUnixTimestamp64Milli(${window.to}, 'UTC')`;
const instant = ({ time }: Position) => sql`fromUnixTimestamp64Nano(${BigInt(time)}, 'UTC')`;

export function matching(filter: string, window: Window): Sql {
  return condition(parseFilter(filter), "logs", window.from);
}

/** The lines of one sender. */
export const sameSource = ({ service, resourceId }: LogRecord): Sql =>
  sql`service = ${service} AND resource_id = toUInt64(${resourceId})`;

/** Matching lines in order.
 *  @param after only what comes after this place, in that order */
export function lines(
  read: Read,
  query: { window: Window; holds: Sql; order: Order; after: Position | undefined; limit: number },
): Promise<LogRecord[]> {
  const { window, holds, order, after, limit } = query;
  const [sign, direction] = order === "newest" ? [raw("<"), raw("DESC")] : [raw(">"), raw("ASC")];
  const beyond = after
    ? sql`AND (time ${sign} ${instant(after)} OR (time = ${instant(after)} AND seq ${sign} toUInt64(${after.seq})))`
    : raw("");
  return read<RawRecord>(sql`
    SELECT ${columns} FROM logs WHERE ${within(window)} AND ${holds} ${beyond}
    ORDER BY time ${direction}, seq ${direction} LIMIT ${limit}
    SETTINGS use_top_k_dynamic_filtering = 0`).then((rows) => rows.map(placed));
}

export async function lineAt(read: Read, place: Position): Promise<LogRecord | undefined> {
  const [row] = await read<RawRecord>(sql`
    SELECT ${columns} FROM logs WHERE time = ${instant(place)} AND seq = toUInt64(${place.seq}) LIMIT 1`);
  return row && placed(row);
}

/** Lines by step and by class of severity: 0 unspecified, 1 trace … 6 fatal. */
export function countsBySeverity(read: Read, window: Window, grid: Grid, holds: Sql) {
  return read<{ at: number; class: number; lines: string }>(sql`
    SELECT toFloat64(toUnixTimestamp(toStartOfInterval(time, toIntervalSecond(${grid.stepSeconds})))) * 1000 AS at,
           intDiv(severity_number + 3, 4) AS class, count() AS lines
    FROM logs WHERE ${within(window)} AND ${holds} GROUP BY at, class ORDER BY at`);
}

/** The engine's names differ from the columns', which the condition must be able to name. */
type RawRecord = Omit<LogRecord, keyof Position> & { position_time: string; position_seq: string };

const placed = ({ position_time, position_seq, ...row }: RawRecord): LogRecord => ({
  ...row,
  time: position_time,
  seq: position_seq,
});
