import { raw, sql } from "@naru/clickhouse";
import type { Read } from "../reader.ts";
import type { Window } from "../window.ts";

export type Signal = "traces" | "logs";

/** Completion looks at the newest rows of the window: what is rare is typed by hand. */
const sample = 100_000;
const mostKeys = 500;
const mostValues = 100;

const since = ({ from }: Window) => sql`day >= toDate(fromUnixTimestamp64Milli(${from}, 'UTC')) - 1`;

function sampled(signal: Signal, column: string, { from, to }: Window) {
  const time = raw(signal === "traces" ? "start_time" : "time");
  return sql`(SELECT ${raw(column)} FROM ${raw(signal === "traces" ? "spans" : "logs")}
    WHERE ${time} >= fromUnixTimestamp64Milli(${from}, 'UTC') AND ${time} < fromUnixTimestamp64Milli(${to}, 'UTC')
    ORDER BY toStartOfMinute(${time}) DESC LIMIT ${sample})`;
}

const contains = (text: string, search: string) =>
  search === "" ? raw("true") : sql`positionCaseInsensitiveUTF8(${raw(text)}, ${search}) > 0`;

/** Attribute keys, most frequent first. */
export function attributeKeys(read: Read, signal: Signal, window: Window, search: string) {
  return read<{ key: string }>(sql`
    SELECT arrayJoin(keys) AS key FROM ${sampled(signal, "attributes.keys AS keys", window)}
    WHERE ${contains("key", search)} GROUP BY key ORDER BY count() DESC, key LIMIT ${mostKeys}`);
}

export function resourceKeys(read: Read, window: Window, search: string) {
  return read<{ key: string }>(sql`
    SELECT arrayJoin(attributes.keys) AS key FROM resources
    WHERE ${since(window)} AND ${contains("key", search)} GROUP BY key ORDER BY count() DESC, key LIMIT ${mostKeys}`);
}

interface ValueRow {
  readonly value: string;
  readonly count: string;
}

/** @param column of the signal's own table, written by the program */
export function columnValues(read: Read, signal: Signal, column: string, window: Window, search: string) {
  return read<ValueRow>(sql`
    SELECT toString(value) AS value, count() AS count FROM ${sampled(signal, `${column} AS value`, window)}
    WHERE value != '' AND ${contains("value", search)} GROUP BY value ORDER BY count DESC, value LIMIT ${mostValues}`);
}

/** @param key an attribute of the item, or else of its resource */
export function attributeValues(read: Read, signal: Signal, key: string, window: Window, search: string) {
  return read<ValueRow>(sql`
    SELECT attributes[${key}] AS value, count() AS count FROM ${sampled(signal, "attributes", window)}
    WHERE mapContains(attributes, ${key}) AND ${contains("value", search)}
    GROUP BY value ORDER BY count DESC, value LIMIT ${mostValues}`);
}

/** @returns each value with the number of resources that have it */
export function resourceValues(read: Read, key: string, window: Window, search: string) {
  return read<ValueRow>(sql`
    SELECT attributes[${key}] AS value, uniqExact(resource_id) AS count FROM resources
    WHERE ${since(window)} AND mapContains(attributes, ${key}) AND ${contains("value", search)}
    GROUP BY value ORDER BY count DESC, value LIMIT ${mostValues}`);
}

export function scopeNames(read: Read, window: Window, search: string) {
  return read<ValueRow>(sql`
    SELECT name AS value, uniqExact(scope_id) AS count FROM scopes
    WHERE ${since(window)} AND name != '' AND ${contains("name", search)}
    GROUP BY value ORDER BY count DESC, value LIMIT ${mostValues}`);
}
