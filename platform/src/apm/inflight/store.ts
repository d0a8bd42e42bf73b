import { raw, type Sql, sql } from "@naru/clickhouse";
import type { Grid, Read, Window } from "#telemetry/query/index.ts";

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
const isEntry = raw(
  "(attributes['span.kind'] IN ('SERVER', 'CONSUMER') OR attributes['span.parent_id'] = '')",
);

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

/** How many entry spans were told of as open in each step, by age class: an open span is told of every five seconds. */
export function pendingBySteps(
  read: Read,
  { from, to }: Window,
  grid: Grid,
  service: string,
  classes: readonly number[],
): Promise<{ at: string; age: number; count: string }[]> {
  const began = raw("toInt64OrZero(attributes['span.start_time_unix_nano'])");
  const age = sql`arrayCount(bound -> toUnixTimestamp64Nano(time) - ${began} >= bound * 1000000000, ${classes})`;
  return read(sql`
    SELECT toString(toUnixTimestamp(toStartOfInterval(time, toIntervalSecond(${grid.stepSeconds})))) AS at,
           toUInt8(${age}) AS age, uniqExact(trace_id, span_id) AS count
    FROM pending_spans
    WHERE time >= fromUnixTimestamp64Milli(${grid.times[0] ?? from}, 'UTC') AND time < fromUnixTimestamp64Milli(${to}, 'UTC')
      AND event_name = 'span.pending' AND ${isEntry} AND ${of(service)}
    GROUP BY at, age`);
}
