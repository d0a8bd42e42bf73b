import { raw, type Sql, sql } from "@naru/clickhouse";
import type { Grid, Read, Window } from "#telemetry/query/index.ts";

export interface ExceptionRow {
  readonly fingerprint: string;
  readonly service: string;
  readonly type: string;
  readonly message: string;
  readonly place: string;
  readonly count: string;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly versions: readonly [names: readonly string[], counts: readonly string[]];
  readonly steps: readonly [at: readonly number[], counts: readonly string[]];
}

const within = ({ from, to }: Window): Sql =>
  sql`time >= fromUnixTimestamp64Milli(${from}, 'UTC') AND time < fromUnixTimestamp64Milli(${to}, 'UTC')`;
const versions = raw(
  "(SELECT resource_id, argMax(attributes['service.version'], day) AS version, argMax(attributes['k8s.pod.name'], day) AS pod FROM resources GROUP BY resource_id)",
);

export interface Wanted {
  readonly service: string;
  readonly search: string;
  readonly fingerprint?: string;
}

export function exceptionsIn(
  read: Read,
  window: Window,
  grid: Grid,
  { service, search, fingerprint }: Wanted,
  limit: number,
): Promise<ExceptionRow[]> {
  const holds = sql`${within({ from: grid.times[0] ?? window.from, to: window.to })}
    AND (${service} = '' OR service = ${service})
    AND (${search} = '' OR positionCaseInsensitiveUTF8(exceptions.type, ${search}) > 0 OR positionCaseInsensitiveUTF8(exceptions.message, ${search}) > 0)
    AND ${fingerprint === undefined ? raw("true") : sql`fingerprint = ${BigInt(fingerprint)}`}`;
  return read(sql`
    SELECT toString(found.fingerprint) AS fingerprint, service, type, message, place, toString(count) AS count, lastSeen, versions, steps,
           ever.firstSeen AS firstSeen
    FROM (SELECT fingerprint, service, any(exceptions.type) AS type, argMax(exceptions.message, time) AS message,
                 trim(arrayFirst(line -> match(line, '^\\s*(at |File |from |#?[0-9]+[: ]|\\S+\\.go:)'), splitByChar('\n', argMax(stack, time)))) AS place,
                 count() AS count, toFloat64(max(toUnixTimestamp64Milli(time))) AS lastSeen,
                 sumMap([version], [toUInt64(1)]) AS versions,
                 sumMap([toUInt32(toUnixTimestamp(toStartOfInterval(time, toIntervalSecond(${grid.stepSeconds}))))], [toUInt64(1)]) AS steps
          FROM exceptions LEFT JOIN ${versions} AS origins USING (resource_id)
          WHERE ${holds} GROUP BY fingerprint, service ORDER BY count DESC, lastSeen DESC LIMIT ${limit}) AS found
    LEFT JOIN (SELECT fingerprint, toFloat64(min(toUnixTimestamp64Milli(time))) AS firstSeen FROM exceptions
               WHERE fingerprint IN (SELECT fingerprint FROM exceptions WHERE ${holds}) GROUP BY fingerprint) AS ever
    ON ever.fingerprint = found.fingerprint
    ORDER BY found.count DESC, lastSeen DESC`);
}

export interface OccurrenceRow {
  readonly traceId: string;
  readonly spanId: string;
  readonly timeUnixNano: string;
  readonly message: string;
  readonly stack: string;
  readonly operation: string;
  readonly version: string;
  readonly pod: string;
}

export function occurrencesOf(
  read: Read,
  window: Window,
  fingerprint: string,
  limit: number,
): Promise<OccurrenceRow[]> {
  return read(sql`
    SELECT lower(hex(trace_id)) AS traceId, lower(hex(span_id)) AS spanId, toString(toUnixTimestamp64Nano(time)) AS timeUnixNano,
           message, stack, operation, version, pod
    FROM exceptions LEFT JOIN ${versions} AS origins USING (resource_id)
    WHERE ${within(window)} AND fingerprint = ${BigInt(fingerprint)} ORDER BY time DESC LIMIT ${limit}`);
}
