import { join, raw, type Sql, sql } from "@naru/clickhouse";
import type { StoredAttributes } from "../attributes.ts";
import { parseFilter } from "../filter/parse.ts";
import { condition } from "../filter/store.ts";
import { isEverything } from "../filter/syntax.ts";
import type { Read } from "../reader.ts";
import type { Window } from "../window.ts";

/* Every statement about spans. Ids are hexadecimal and times nanoseconds as text on this side. */

/** By what traces are ranked: when their latest matching span began, or how long their longest took. */
export type Order = "newest" | "slowest";
/** A place in that order: traces after it have a lower rank, or the same and a lower id. */
export interface Position {
  readonly rank: string;
  readonly traceId: string;
}

const rankOf = { newest: raw("toUnixTimestamp64Nano(start_time)"), slowest: raw("toInt64(duration)") };
const sortOf = { newest: raw("start_time"), slowest: raw("duration") };
const bytes16 = (id: string) => sql`CAST(unhex(${id}), 'FixedString(16)')`;
const bytes8 = (id: string) => sql`CAST(unhex(${id}), 'FixedString(8)')`;
const idList = (ids: readonly string[]) => sql`(SELECT CAST(unhex(arrayJoin(${ids})), 'FixedString(16)'))`;
const hasParent = raw("parent_span_id != CAST(unhex('0000000000000000'), 'FixedString(8)')");

/** Half-open, in milliseconds. */
export const startedIn = (window: Window): Sql =>
  sql`start_time >= fromUnixTimestamp64Milli(${window.from}, 'UTC') AND start_time < fromUnixTimestamp64Milli(${window.to}, 'UTC')`;

export interface Match extends Position {
  readonly startMs: number;
  readonly durationMs: number;
}

/** Matching spans in order, several of one trace perhaps. Left to itself the engine reads the column that it sorts by
 *  first, to skip what cannot be among the first rows; the condition skips far more (measured: 33 ms for 500 ms).
 *  @param below only what comes after this place */
export function matches(
  read: Read,
  query: { window: Window; holds: Sql; order: Order; below: Position | undefined; limit: number },
): Promise<Match[]> {
  const { window, holds, order, below, limit } = query;
  const rank = rankOf[order];
  const after = below
    ? sql`AND (${rank} < ${BigInt(below.rank)} OR (${rank} = ${BigInt(below.rank)} AND trace_id < ${bytes16(below.traceId)}))`
    : raw("");
  return read(sql`
    SELECT lower(hex(trace_id)) AS traceId, toString(${rank}) AS rank,
           toFloat64(toUnixTimestamp64Milli(start_time)) AS startMs, duration / 1e6 AS durationMs
    FROM spans WHERE ${startedIn(window)} AND ${holds} ${after}
    ORDER BY ${sortOf[order]} DESC, trace_id DESC LIMIT ${limit}
    SETTINGS use_top_k_dynamic_filtering = 0`);
}

export interface SummaryRow {
  readonly traceId: string;
  /** Of the best matching span of the whole search. */
  readonly rank: string;
  /** Of the root, or of the earliest span when the root is missing. */
  readonly rootService: string;
  readonly rootName: string;
  readonly rootMissing: number;
  readonly startTimeUnixNano: string;
  readonly durationNano: string;
  readonly spans: string;
  readonly errors: string;
  readonly services: readonly [names: string[], counts: string[]];
}

/** Spans that may belong to the traces of these matches: those of the minutes around them. The best of a long window
 *  lie far apart, and what is between them need not be read. */
function startedAround(found: readonly Match[], marginMs: number): Sql {
  const from = Math.floor(Math.min(...found.map((match) => match.startMs)) - marginMs);
  const to = Math.ceil(Math.max(...found.map((match) => match.startMs + match.durationMs)) + marginMs);
  const minutes = new Set<number>();
  for (const { startMs, durationMs } of found) {
    const last = (startMs + durationMs + marginMs) / 60_000;
    for (let minute = Math.floor((startMs - marginMs) / 60_000); minute <= last; minute++)
      minutes.add(minute * 60);
    if (minutes.size > mostMinutes) return startedIn({ from, to });
  }
  const list = sql`(SELECT toDateTime(arrayJoin(${[...minutes]}), 'UTC'))`;
  return sql`${startedIn({ from, to })} AND toStartOfMinute(start_time) IN ${list}`;
}
const mostMinutes = 2000;

/** What there is of the traces of these matches.
 *  @param marginMs how far around its matching spans a trace is looked for
 *  @param search the window and condition that a span matched by */
export function summaries(
  read: Read,
  found: readonly Match[],
  marginMs: number,
  search: { window: Window; holds: Sql; order: Order },
): Promise<SummaryRow[]> {
  return read(sql`
    SELECT lower(hex(trace_id)) AS traceId,
           toString(maxIf(${rankOf[search.order]}, ${startedIn(search.window)} AND ${search.holds})) AS rank,
           argMin(service, (${hasParent}, start_time)) AS rootService,
           argMin(name, (${hasParent}, start_time)) AS rootName, min(${hasParent}) AS rootMissing,
           toUnixTimestamp64Nano(min(start_time)) AS startTimeUnixNano,
           max(toUnixTimestamp64Nano(start_time) + duration) - min(toUnixTimestamp64Nano(start_time)) AS durationNano,
           count() AS spans, countIf(status = 2) AS errors,
           sumMap([toString(service)], [toUInt64(1)]) AS services
    FROM spans
    WHERE ${startedAround(found, marginMs)} AND trace_id IN ${idList([...new Set(found.map((match) => match.traceId))])}
    GROUP BY trace_id`);
}

/** Spans by a quarter of an octave of their duration, in nanoseconds: `bucket` is floor(4 log2(duration + 1)). */
export function durationHistogram(read: Read, window: Window, holds: Sql) {
  return read<{ bucket: number; ok: string; error: string }>(sql`
    SELECT toUInt16(4 * log2(duration + 1)) AS bucket, countIf(status != 2) AS ok, countIf(status = 2) AS error
    FROM spans WHERE ${startedIn(window)} AND ${holds} GROUP BY bucket ORDER BY bucket`);
}

export interface SpanRecord {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly service: string;
  readonly name: string;
  readonly kind: number;
  readonly status: number;
  readonly startTimeUnixNano: string;
  readonly durationNano: string;
  readonly events: string;
  readonly links: string;
}

const spanColumns = raw(`
  lower(hex(trace_id)) AS traceId, lower(hex(span_id)) AS spanId,
  if(${hasParent.text}, lower(hex(parent_span_id)), '') AS parentSpanId, service, name, kind, status,
  toUnixTimestamp64Nano(start_time) AS startTimeUnixNano, duration AS durationNano,
  length(event_times) AS events, length(link_trace_ids) AS links`);

export function spansOf(read: Read, traceId: string, limit: number): Promise<SpanRecord[]> {
  return read(sql`
    SELECT ${spanColumns} FROM spans WHERE trace_id = ${bytes16(traceId)}
    ORDER BY start_time, inner, span_id LIMIT ${limit}`);
}

export interface FullSpanRecord extends SpanRecord, StoredAttributes {
  readonly traceState: string;
  readonly flags: number;
  readonly statusMessage: string;
  readonly droppedAttributes: number;
  readonly droppedEvents: number;
  readonly droppedLinks: number;
  readonly eventTimes: string[];
  readonly eventNames: string[];
  readonly eventKeys: string[][];
  readonly eventValues: string[][];
  readonly eventTypes: string[];
  readonly linkTraceIds: string[];
  readonly linkSpanIds: string[];
  readonly linkTraceStates: string[];
  readonly linkKeys: string[][];
  readonly linkValues: string[][];
  readonly linkTypes: string[];
  readonly resourceId: string;
  readonly scopeId: string;
}

const fullColumns = raw(`${spanColumns.text},
  trace_state AS traceState, flags, status_message AS statusMessage,
  mapKeys(attributes) AS keys, mapValues(attributes) AS values, attribute_types AS types,
  dropped_attributes AS droppedAttributes, dropped_events AS droppedEvents, dropped_links AS droppedLinks,
  event_times AS eventTimes, event_names AS eventNames, arrayMap(m -> mapKeys(m), event_attributes) AS eventKeys,
  arrayMap(m -> mapValues(m), event_attributes) AS eventValues, event_attribute_types AS eventTypes,
  arrayMap(id -> lower(hex(id)), link_trace_ids) AS linkTraceIds,
  arrayMap(id -> lower(hex(id)), link_span_ids) AS linkSpanIds, link_trace_states AS linkTraceStates,
  arrayMap(m -> mapKeys(m), link_attributes) AS linkKeys, arrayMap(m -> mapValues(m), link_attributes) AS linkValues,
  link_attribute_types AS linkTypes, resource_id AS resourceId, scope_id AS scopeId`);

export function fullSpan(read: Read, traceId: string, spanId: string): Promise<FullSpanRecord[]> {
  return read(sql`
    SELECT ${fullColumns} FROM spans
    WHERE trace_id = ${bytes16(traceId)} AND span_id = ${bytes8(spanId)} LIMIT 1`);
}

export interface StatementRecord {
  readonly spanId: string;
  readonly service: string;
  readonly system: string;
  readonly statement: string;
  readonly startTimeUnixNano: string;
  readonly durationNano: string;
  readonly status: number;
  readonly repeats: string;
}

export function statementsOf(read: Read, traceId: string, limit: number): Promise<StatementRecord[]> {
  const text = raw(
    "if(attributes['db.query.text'] != '', attributes['db.query.text'], attributes['db.statement'])",
  );
  return read(sql`
    SELECT lower(hex(span_id)) AS spanId, service,
           if(attributes['db.system.name'] != '', attributes['db.system.name'], attributes['db.system']) AS system,
           ${text} AS statement, toUnixTimestamp64Nano(start_time) AS startTimeUnixNano, duration AS durationNano, status,
           count() OVER (PARTITION BY service, normalizedQueryHash(${text})) AS repeats
    FROM spans WHERE trace_id = ${bytes16(traceId)} AND ${text} != ''
    ORDER BY start_time, span_id LIMIT ${limit}`);
}

/** Whole traces, in full, by start time.
 *  @param near where to look; undefined looks everywhere */
export function fullSpansOf(
  read: Read,
  traceIds: readonly string[],
  near: Window | undefined,
  limit: number,
) {
  const conditions = [sql`trace_id IN ${idList(traceIds)}`, ...(near ? [startedIn(near)] : [])];
  return read<FullSpanRecord>(sql`
    SELECT ${fullColumns} FROM spans WHERE ${join(conditions, " AND ")} ORDER BY start_time LIMIT ${limit}`);
}

/** The condition of a search on one span. Without any, only entry spans match: every trace has one, and they are a
 *  small part of all spans. */
export function matching(
  search: { filter: string; minDurationNano?: number | undefined; maxDurationNano?: number | undefined },
  window: Window,
): Sql {
  const filter = parseFilter(search.filter);
  const conditions = [isEverything(filter) ? raw("inner = 0") : condition(filter, "traces", window.from)];
  if (search.minDurationNano !== undefined)
    conditions.push(sql`duration >= ${Math.floor(search.minDurationNano)}`);
  if (search.maxDurationNano !== undefined)
    conditions.push(sql`duration <= ${Math.ceil(search.maxDurationNano)}`);
  return join(conditions, " AND ");
}
