import { dateTime, raw, sql } from "@naru/clickhouse";
import type { Read } from "#telemetry/query/index.ts";
import { durationBucket } from "#telemetry/store/index.ts";
import { answeredOf, type CountedRow, type NamedPod, podsSince } from "../healing/store.ts";
import type { Slice } from "./load/load.ts";

/* Every statement about capacity: what pods answered second by second, which of them tell anything, and gauges. */

/** Spans are looked for by when they began: a request that took longer than this is not seen. */
const longestMs = 60_000;
/** Clocks differ. */
const aheadMs = 5_000;

export interface SecondRow extends NamedPod, Slice {
  /** Whole seconds from the newest that is known of its sender, which is 0. */
  readonly age: number;
}

export interface Back {
  readonly now: number;
  /** Only what was answered in so many seconds before the newest is told. */
  readonly seconds: number;
  /** Senders tell of their requests in batches, in order: of what was answered after the last of which they told, nothing is known. Who tells
   *  nothing for longer than this has nothing to tell. */
  readonly quietMs: number;
}

/** Requests that pods answered, second by second before the last of which each of them told. That last one itself is left out: seconds that begin
 *  with a request would have one too many. */
export async function answeredBySecond(read: Read, { now, seconds, quietMs }: Back): Promise<SecondRow[]> {
  const from = now - quietMs - seconds * 1000;
  const rows = await read<NamedPod & { age: number } & CountedRow>(sql`
    SELECT cluster, namespace, name, uid, toUInt32(age) AS age, sum(n) AS requests, sum(bad) AS failed, sumMap([bucket], [n]) AS durations
    FROM (SELECT resource_id, intDiv(lastMs - 1 - endedMs, 1000) AS age, ${raw(durationBucket)} AS bucket, count() AS n,
                 countIf(status = 2) AS bad
          FROM (SELECT resource_id, duration, status,
                       toUnixTimestamp64Milli(start_time) + intDiv(duration, 1000000) AS endedMs,
                       greatest(max(endedMs) OVER (PARTITION BY resource_id), ${Math.round(now - quietMs)}) AS lastMs
                FROM spans
                WHERE start_time >= ${dateTime(from - longestMs)} AND start_time < ${dateTime(now + aheadMs)} AND inner = 0 AND kind = 2)
          WHERE endedMs < lastMs AND endedMs >= lastMs - ${seconds * 1000}
          GROUP BY resource_id, age, bucket) AS answered
    INNER JOIN ${podsSince(from)} AS pods USING (resource_id)
    GROUP BY cluster, namespace, name, uid, age`);
  return rows.map((row) => ({ ...row, ...answeredOf(row) }));
}

/** Pods whose own OpenTelemetry told anything since a moment: that nobody asked anything of them is then known. */
export function tellingSince(read: Read, since: number): Promise<NamedPod[]> {
  return read<NamedPod>(sql`
    SELECT DISTINCT cluster, namespace, name, uid
    FROM ${podsSince(since)} AS pods
    INNER JOIN (SELECT DISTINCT resource_id FROM resources
                WHERE day >= toDate(${dateTime(since)}) - 1 AND attributes['telemetry.sdk.name'] != '') AS own USING (resource_id)
    INNER JOIN (SELECT DISTINCT resource_id FROM spans WHERE start_time >= ${dateTime(since)} AND inner = 0
                UNION DISTINCT
                SELECT DISTINCT resource_id FROM metric_series
                WHERE day >= toDate(${dateTime(since)})
                  AND series_id IN (SELECT DISTINCT series_id FROM metric_numbers WHERE time >= ${dateTime(since)})) AS telling
    USING (resource_id)`);
}

export interface GaugeRow {
  /** Where it belongs, as its sender says; empty where it does not. */
  readonly cluster: string;
  readonly namespace: string;
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Of the series. */
  readonly labels: Readonly<Record<string, string>>;
  /** Of who sent it. */
  readonly origin: Readonly<Record<string, string>>;
}

const mostSeries = 10_000;
/** What goes up and down: gauges, and sums that are told as a whole and may become less. */
const isLevel = raw("(kind = 1 OR kind = 2 AND monotonic = 0 AND temporality = 2)");

/** The last value of each series of a gauge. */
export async function gaugesSince(read: Read, metric: string, since: number): Promise<GaugeRow[]> {
  const rows = await read<Omit<GaugeRow, "at"> & { at: string }>(sql`
    SELECT labels, origin, latest AS value, toString(last) AS at,
           if(origin['k8s.cluster.name'] != '', origin['k8s.cluster.name'], labels['cluster']) AS cluster,
           if(origin['k8s.namespace.name'] != '', origin['k8s.namespace.name'], labels['namespace']) AS namespace
    FROM (SELECT series_id, argMax(value, time) AS latest, toUnixTimestamp64Milli(max(time)) AS last FROM metric_numbers
          WHERE metric = ${metric} AND time >= ${dateTime(since)} AND bitAnd(flags, 1) = 0 GROUP BY series_id) AS points
    INNER JOIN (SELECT series_id, any(attributes) AS labels, any(resource_id) AS sender FROM metric_series
                WHERE metric = ${metric} AND day >= toDate(${dateTime(since)}) AND ${isLevel} GROUP BY series_id) AS series USING (series_id)
    LEFT JOIN (SELECT resource_id AS sender, any(attributes) AS origin FROM resources WHERE day >= toDate(${dateTime(since)}) - 1 GROUP BY resource_id) AS senders
    USING (sender)
    LIMIT ${mostSeries}`);
  return rows.map(({ at: told, ...row }) => ({ ...row, at: Number(told) }));
}

const mostNames = 1000;

/** Names of gauges that were told of today. */
export async function gaugeNames(read: Read, now: number): Promise<string[]> {
  const rows = await read<{ name: string }>(sql`
    SELECT DISTINCT toString(metric) AS name FROM metric_series
    WHERE day >= toDate(${dateTime(now)}) AND ${isLevel} ORDER BY name LIMIT ${mostNames}`);
  return rows.map(({ name }) => name);
}
