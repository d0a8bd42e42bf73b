import { raw, type Sql, sql } from "@naru/clickhouse";
import type { Read, Window } from "#telemetry/query/index.ts";

export interface PendingRow {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for a root. */
  readonly parentId: string;
  readonly service: string;
  readonly pod: string;
  readonly name: string;
  readonly kind: string;
  readonly startTimeUnixNano: string;
  readonly lastMs: number;
  readonly attributes: Readonly<Record<string, string>>;
}

const of = (service: string): Sql => (service === "" ? raw("true") : sql`service = ${service}`);

/** Spans that were told of after `from`, last heard of before `to`, and not told to have ended.
 *  @param entriesOnly  entry spans that were not stored as a finished span either */
export function pendingSince(
  read: Read,
  { from, to }: Window,
  service: string,
  entriesOnly: boolean,
  limit: number,
): Promise<PendingRow[]> {
  const finished = sql`(trace_id, span_id) NOT IN (
    SELECT trace_id, span_id FROM spans
    WHERE start_time >= fromUnixTimestamp64Milli(${from - 3_600_000}, 'UTC') AND trace_id IN (
      SELECT trace_id FROM pending_spans WHERE time >= fromUnixTimestamp64Milli(${from}, 'UTC') AND ${of(service)}))`;
  return read(sql`
    SELECT lower(hex(trace_id)) AS traceId, lower(hex(span_id)) AS spanId, parent AS parentId, service, pod, name, kind,
           began AS startTimeUnixNano, lastMs, told AS attributes
    FROM (SELECT trace_id, span_id, service, resource_id,
                 argMax(attributes, time) AS told, told['span.parent_id'] AS parent, told['span.name'] AS name,
                 told['span.kind'] AS kind, told['span.start_time_unix_nano'] AS began,
                 toFloat64(max(toUnixTimestamp64Milli(time))) AS lastMs
          FROM pending_spans WHERE time >= fromUnixTimestamp64Milli(${from}, 'UTC') AND ${of(service)}
          GROUP BY trace_id, span_id, service, resource_id
          HAVING countIf(event_name = 'span.ended') = 0 AND lastMs < ${to}
             AND ${entriesOnly ? sql`(kind IN ('SERVER', 'CONSUMER') OR parent = '') AND ${finished}` : raw("true")}
          ORDER BY began ${raw(entriesOnly ? "DESC" : "ASC")} LIMIT ${limit}) AS open
    LEFT JOIN (SELECT resource_id, any(attributes['k8s.pod.name']) AS pod FROM resources
               WHERE day >= toDate(fromUnixTimestamp64Milli(${from}, 'UTC')) - 1 GROUP BY resource_id) AS pods USING (resource_id)
    ORDER BY startTimeUnixNano, spanId`);
}

export async function reportingServices(read: Read, since: number): Promise<string[]> {
  const rows = await read<{ service: string }>(sql`
    SELECT DISTINCT service FROM pending_spans WHERE time >= fromUnixTimestamp64Milli(${since}, 'UTC') ORDER BY service`);
  return rows.map(({ service }) => service);
}

export interface CountedRow {
  readonly service: string;
  readonly pod: string;
  readonly requests: number;
  /** When its program last reported, milliseconds since 1970. */
  readonly time: number;
}

/** Of a program that tells of no open span: requests that it counts as under way. There is no such metric for calls of
 *  other protocols. Prometheus has it under the second name.
 *  Source: OpenTelemetry, "Semantic conventions for HTTP metrics" */
const activeRequests = ["http.server.active_requests", "http_server_active_requests"];

/** The last value that was reported since then, by service and pod. Differences are no level: they are left out. */
export function countedSince(read: Read, since: number, service: string): Promise<CountedRow[]> {
  const days = sql`day >= toDate(fromUnixTimestamp64Milli(${since}, 'UTC')) - 1`;
  return read(sql`
    SELECT service, pod, greatest(0, sum(level)) AS requests, toFloat64(max(told)) AS time
    FROM (SELECT series_id, argMax(numbers.value, numbers.time) AS level, toUnixTimestamp64Milli(max(numbers.time)) AS told
          FROM metric_numbers AS numbers
          WHERE metric IN ${activeRequests} AND numbers.time >= fromUnixTimestamp64Milli(${since}, 'UTC')
          GROUP BY series_id HAVING bitAnd(argMax(numbers.flags, numbers.time), 1) = 0) AS latest
    INNER JOIN (SELECT series_id, any(series.service) AS service, any(series.resource_id) AS resource_id FROM metric_series AS series
                WHERE metric IN ${activeRequests} AND ${days} AND temporality != 1
                  AND (${service} = '' OR series.service = ${service})
                GROUP BY series_id) AS known USING (series_id)
    LEFT JOIN (SELECT resource_id, any(attributes['k8s.pod.name']) AS pod FROM resources
               WHERE ${days} GROUP BY resource_id) AS pods USING (resource_id)
    GROUP BY service, pod ORDER BY service, pod`);
}
