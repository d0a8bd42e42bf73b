import { Answer, type ClickHouse, dateTime, join, raw, type Sql, sql } from "@naru/clickhouse";
import { calledPeer } from "#telemetry/store/index.ts";
import type { Read, Window } from "#telemetry/query/index.ts";
import type { Sample, Spread } from "./sample.ts";

/* Every statement of a diagnosis. What is much comes in columns. */

const timeoutSeconds = 30;
const noTrace = raw("CAST(unhex('00000000000000000000000000000000'), 'FixedString(16)')");

/** Spans in a range that is widened to whole minutes, as the store has counted them already, and the minute with most of them. */
export async function countOfSpans(
  read: Read,
  { from, to }: Window,
): Promise<{ readonly count: number; readonly busiest: Window }> {
  const [row] = await read<{ total: string; busiest: string }>(sql`
    SELECT sum(n) AS total, argMax(minute, n) AS busiest
    FROM (SELECT toUnixTimestamp(time) * 1000 AS minute, sum(requests) AS n FROM spans_1m
          WHERE time >= toStartOfMinute(${dateTime(from)}) AND time < ${dateTime(to)} GROUP BY time)`);
  const start = Number(row?.busiest ?? 0);
  return { count: Number(row?.total ?? 0), busiest: { from: start, to: start + 60_000 } };
}

/** Of ids of 16 bytes and of such that have only 8 (after 8 zeros): the byte that is random first. */
const firstByte = raw(
  "if(startsWith(trace_id, unhex('0000000000000000')), reinterpretAsUInt8(substring(trace_id, 9, 1)), reinterpretAsUInt8(substring(trace_id, 1, 1)))",
);

/** How the ids of each service's traces are spread, by the second highest bit of the first random byte: many make ids of 63 bits. */
export async function spreadOfTraces(read: Read, { from, to }: Window): Promise<Spread[]> {
  const rows = await read<{ service: string; traces: string; withBit: string }>(sql`
    SELECT service, uniqExact(trace_id) AS traces, uniqExactIf(trace_id, bitAnd(${firstByte}, 64) != 0) AS withBit
    FROM spans WHERE inner = 0 AND start_time >= ${dateTime(from)} AND start_time < ${dateTime(to)} GROUP BY service`);
  return rows.map(({ service, ...row }) => ({
    service,
    traces: Number(row.traces),
    withBit: Number(row.withBit),
  }));
}

const idAt = (before: string, first: number): Sql =>
  sql`CAST(unhex(${(before + first.toString(16).padStart(8, "0")).padEnd(32, "0")}), 'FixedString(16)')`;

/** Traces of a sample. A slice is a range of the primary key in each minute. */
function inSample({ of, by }: Sample): Sql {
  if (of === 1) return raw("true");
  if (by === "hash") return sql`cityHash64(trace_id) % ${of} = 0`;
  const start = 2 ** 30;
  const end = Math.ceil(start + 2 ** 32 / of);
  const shortIds = "0".repeat(16);
  return sql`(trace_id >= ${idAt("", start)} AND trace_id < ${idAt("", end)}
    OR trace_id >= ${idAt(shortIds, start)} AND trace_id < ${idAt(shortIds, end)})`;
}

export async function countOfLines(read: Read, { from, to }: Window): Promise<number> {
  const [row] = await read<{ n: string }>(
    sql`SELECT count() AS n FROM logs WHERE time >= ${dateTime(from)} AND time < ${dateTime(to)}`,
  );
  return Number(row?.n ?? 0);
}

export interface ResourceRow {
  readonly id: string;
  readonly pod: string;
  readonly node: string;
  /** A volume, where the resource is one, as a collector's kubelet receiver tells it. */
  readonly volume: string;
  readonly volumeType: string;
}

export const resourcesBetween = (read: Read, { from, to }: Window): Promise<ResourceRow[]> =>
  read(sql`
    SELECT toString(resource_id) AS id,
           any(if(attributes['k8s.pod.name'] != '', attributes['k8s.pod.name'], attributes['service.instance.id'])) AS pod,
           any(if(attributes['k8s.node.name'] != '', attributes['k8s.node.name'], attributes['host.name'])) AS node,
           any(attributes['k8s.volume.name']) AS volume, any(attributes['k8s.volume.type']) AS volumeType
    FROM resources WHERE day >= toDate(${dateTime(from)}) AND day <= toDate(${dateTime(to)})
    GROUP BY resource_id LIMIT 100000`);

const firstOf = (...names: readonly string[]) =>
  raw(`multiIf(${names.map((name) => `attributes['${name}'] != '', attributes['${name}']`).join(", ")}, '')`);
const exceptionOf = (attribute: string) =>
  raw(`arrayFirst(v -> v != '', arrayMap(a -> a['${attribute}'], event_attributes))`);

/** Columns `trace`, `span`, `parent` (bytes), `resource`, `service`, `name`, `statement`, `peer`, `failure` (texts that repeat, made once
 *  for each that differs), `kind`, `failed`, `start_ms` and `duration_ms`. In any order: sorting such wide rows would take half as long
 *  again as reading them. */
export async function spansBetween(
  clickhouse: ClickHouse,
  { from, to }: Window,
  sample: Sample,
  signal: AbortSignal,
): Promise<Answer> {
  return new Answer(
    await clickhouse.bytes(
      sql`
        SELECT trace_id AS trace, span_id AS span, parent_span_id AS parent, toLowCardinality(toString(resource_id)) AS resource,
               service, name, kind, toUInt8(status = 2) AS failed,
               toUnixTimestamp64Micro(start_time) / 1000 AS start_ms, duration / 1e6 AS duration_ms,
               normalizeQuery(toLowCardinality(if(kind = 3, substringUTF8(${firstOf("db.query.text", "db.statement")}, 1, 600), ''))) AS statement,
               toLowCardinality(if(kind IN (3, 4), ${raw(calledPeer)}, '')) AS peer,
               toLowCardinality(if(status = 2, substringUTF8(concat(
                    if(${exceptionOf("exception.type")} != '', concat(${exceptionOf("exception.type")}, ': ', ${exceptionOf("exception.message")}),
                       if(status_message != '', status_message, attributes['error.type'])),
                    if(attributes['http.response.status_code'] != '', concat(' ', attributes['http.response.status_code']), '')), 1, 200), '')) AS failure
        FROM spans
        WHERE start_time >= ${dateTime(from)} AND start_time < ${dateTime(to)} AND ${inSample(sample)}`,
      "Native",
      { signal, timeoutSeconds },
    ),
  );
}

/** Columns `time_ms`, `resource`, `service`, `severity`, `trace`, `span` (bytes), `text`, and `code`: the place in the code. Lines of traces
 *  are of the same traces as the spans. */
export async function linesBetween(
  clickhouse: ClickHouse,
  { from, to }: Window,
  { traces, others }: { readonly traces: Sample; readonly others: number },
  signal: AbortSignal,
): Promise<Answer> {
  return new Answer(
    await clickhouse.bytes(
      sql`
        SELECT toUnixTimestamp64Micro(time) / 1000 AS time_ms, toLowCardinality(toString(resource_id)) AS resource, service,
               severity_number AS severity, trace_id AS trace, span_id AS span, substringUTF8(body, 1, 400) AS text,
               toLowCardinality(if(attributes['code.line.number'] = '', '', concat(${firstOf("code.file.path", "code.filepath", "code.function.name")}, ':', attributes['code.line.number']))) AS code
        FROM logs
        WHERE time >= ${dateTime(from)} AND time < ${dateTime(to)}
          AND if(trace_id = ${noTrace}, sipHash64(time, seq) % ${others} = 0, ${inSample(traces)})
        ORDER BY time, seq`,
      "Native",
      { signal, timeoutSeconds },
    ),
  );
}

/** Columns `service`, `minute_ms`, `requests`, `failures` and `duration_ms` (the sum) of minutes of several stretches of time, sorted by service
 *  and minute. */
export async function minutesBetween(
  clickhouse: ClickHouse,
  stretches: readonly Window[],
  signal: AbortSignal,
): Promise<Answer> {
  const within = join(
    stretches.map(({ from, to }) => sql`(time >= ${dateTime(from)} AND time < ${dateTime(to)})`),
    " OR ",
  );
  return new Answer(
    await clickhouse.bytes(
      sql`
        SELECT service, toFloat64(toUnixTimestamp(time)) * 1000 AS minute_ms, toFloat64(sum(services_1m.requests)) AS requests,
               toFloat64(sum(errors)) AS failures, sum(duration_sum) / 1e6 AS duration_ms
        FROM services_1m WHERE ${within}
        GROUP BY service, time ORDER BY service, time LIMIT 1000000`,
      "Native",
      { signal, timeoutSeconds },
    ),
  );
}

export interface SeriesRow {
  readonly id: string;
  readonly metric: string;
  readonly kind: number;
  readonly unit: string;
  readonly temporality: number;
  readonly monotonic: number;
  readonly service: string;
  readonly resource: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Series of metrics whose names match, and what they are. */
export const seriesBetween = (
  read: Read,
  { from, to }: Window,
  names: string,
  most: number,
): Promise<SeriesRow[]> =>
  read(sql`
    SELECT toString(series.series_id) AS id, any(series.metric) AS metric, any(series.kind) AS kind, any(series.unit) AS unit,
           any(series.temporality) AS temporality, any(series.monotonic) AS monotonic, any(series.service) AS service,
           toString(any(series.resource_id)) AS resource, any(series.attributes) AS attributes
    FROM metric_series AS series
    WHERE series.day >= toDate(${dateTime(from)}) AND series.day <= toDate(${dateTime(to)}) AND match(series.metric, ${names})
    GROUP BY series.series_id LIMIT ${most}`);

/** Of named metrics. Columns: series, start of the step in ms, mean, largest and sum of its values. */
export async function numbersBetween(
  clickhouse: ClickHouse,
  { from, to }: Window,
  metrics: readonly string[],
  stepSeconds: number,
  signal: AbortSignal,
): Promise<unknown[][]> {
  if (metrics.length === 0) return [];
  return columnsOf(
    await clickhouse.bytes(
      sql`
        SELECT toString(series_id), toUnixTimestamp(toStartOfInterval(time, toIntervalSecond(${stepSeconds}))) * 1000 AS step,
               avg(value), max(value), sum(value)
        FROM metric_numbers
        WHERE metric IN ${[...metrics]} AND time >= ${dateTime(from)} AND time < ${dateTime(to)} AND NOT isNaN(value)
        GROUP BY series_id, step ORDER BY series_id, step LIMIT 2000000`,
      "JSONCompactColumns",
      { signal, timeoutSeconds },
    ),
  );
}

/** Of named metrics. Columns: series, start of the step in ms, counts and sums added up (deltas), the largest count and sum (cumulative). */
export async function distributionsBetween(
  clickhouse: ClickHouse,
  { from, to }: Window,
  metrics: readonly string[],
  stepSeconds: number,
  signal: AbortSignal,
): Promise<unknown[][]> {
  if (metrics.length === 0) return [];
  return columnsOf(
    await clickhouse.bytes(
      sql`
        SELECT toString(series_id), toUnixTimestamp(toStartOfInterval(time, toIntervalSecond(${stepSeconds}))) * 1000 AS step,
               sum(count), sum(sum), max(count), max(sum)
        FROM metric_distributions
        WHERE metric IN ${[...metrics]} AND time >= ${dateTime(from)} AND time < ${dateTime(to)}
        GROUP BY series_id, step ORDER BY series_id, step LIMIT 2000000`,
      "JSONCompactColumns",
      { signal, timeoutSeconds },
    ),
  );
}

/** Names of Kubernetes services by their addresses. */
export const serviceAddresses = (
  read: Read,
  { from, to }: Window,
): Promise<{ address: string; name: string }[]> =>
  read(sql`
    SELECT DISTINCT attributes['cluster_ip'] AS address, attributes['service'] AS name
    FROM metric_series
    WHERE metric = 'kube_service_info' AND day >= toDate(${dateTime(from)}) AND day <= toDate(${dateTime(to)})
      AND attributes['cluster_ip'] NOT IN ('', 'None') LIMIT 20000`);

/** Distinct users, or sessions where users are not told, of requests that failed or took longer than users usually wait.
 *  @param usualMs  NaN: not known */
export async function usersBetween(
  read: Read,
  { from, to }: Window,
  usualMs: number,
): Promise<number | null> {
  const isSlow = Number.isNaN(usualMs)
    ? raw("0")
    : sql`parent_span_id = unhex('0000000000000000') AND duration > ${Math.round(usualMs * 1e6)}`;
  const [row] = await read<{ users: string; sessions: string }>(sql`
    SELECT uniqIf(attributes['user.id'], attributes['user.id'] != '') AS users,
           uniqIf(attributes['session.id'], attributes['session.id'] != '') AS sessions
    FROM spans
    WHERE inner = 0 AND start_time >= ${dateTime(from)} AND start_time < ${dateTime(to)} AND (status = 2 OR ${isSlow})`);
  const found = Number(row?.users ?? 0) || Number(row?.sessions ?? 0);
  return found === 0 ? null : found;
}

const columnsOf = (bytes: Uint8Array): unknown[][] => {
  const text = Buffer.from(bytes).toString("utf8");
  return text.trim() === "" ? [] : (JSON.parse(text) as unknown[][]);
};
