import { raw, type Sql, sql } from "@naru/clickhouse";
import type { Grid, Read, Window } from "#telemetry/query/index.ts";
import { type Rollup, topOf } from "../rollups/store.ts";

interface Statement {
  readonly service: string;
  readonly system: string;
  readonly namespace: string;
  readonly statement_id: string;
  readonly text: string;
  readonly returned: string;
}

const ofService = (service: string) => sql`(${service} = '' OR service = ${service})`;

export const statementsIn = (
  read: Read,
  window: Window,
  grid: Grid,
  { service, statementId }: { readonly service: string; readonly statementId?: string },
  { order, limit }: Pick<Rollup, "order" | "limit">,
) =>
  topOf<Statement>(read, window, grid, {
    table: "statements",
    key: "service, system, namespace, statement_id",
    more: raw("any(statement) AS text, sum(rows) AS returned"),
    holds:
      statementId === undefined
        ? ofService(service)
        : sql`${ofService(service)} AND statement_id = ${BigInt(statementId)}`,
    order,
    limit,
  });

const text = raw(
  "if(attributes['db.query.text'] != '', attributes['db.query.text'], attributes['db.statement'])",
);
/** As the schema cuts it before it takes the hash. */
const statementId = sql`normalizedQueryHash(substringUTF8(${text}, 1, 4096))`;
const startedIn = ({ from, to }: Window): Sql =>
  sql`start_time >= fromUnixTimestamp64Milli(${from}, 'UTC') AND start_time < fromUnixTimestamp64Milli(${to}, 'UTC')`;
const sampled = (sampling: number): Sql =>
  sampling === 1 ? raw("true") : sql`cityHash64(trace_id) % ${sampling} = 0`;

/** Traces that are looked at: one of so many that about a million spans are read. */
export async function samplingFor(read: Read, { from, to }: Window): Promise<number> {
  const [row] = await read<{ spans: string }>(sql`
    SELECT sum(requests) AS spans FROM spans_1m
    WHERE time >= fromUnixTimestamp64Milli(${from}, 'UTC') AND time < fromUnixTimestamp64Milli(${to}, 'UTC')`);
  return Math.max(1, Math.ceil(Number(row?.spans ?? 0) / 1_000_000));
}

export interface Repeated {
  readonly statementId: string;
  readonly service: string;
  readonly transaction: string;
  readonly statement: string;
  readonly transactions: string;
  readonly median: string;
  readonly most: string;
  readonly share: number;
  readonly traceId: string;
}

/** A transaction is told by its service's entry span in the trace. */
export function repeatedIn(
  read: Read,
  window: Window,
  service: string,
  least: number,
  sampling: number,
): Promise<Repeated[]> {
  return read(sql`
    SELECT toString(id) AS statementId, service, transaction, any(text) AS statement, count() AS transactions,
           quantileExact(0.5)(runs) AS median, max(runs) AS most, avg(least(1, spent / greatest(took, 1))) AS share,
           argMax(lower(hex(trace_id)), runs) AS traceId
    FROM (SELECT trace_id, service, ${statementId} AS id, any(normalizeQuery(substringUTF8(${text}, 1, 4096))) AS text,
                 count() AS runs, sum(duration) AS spent
          FROM spans WHERE ${startedIn(window)} AND ${sampled(sampling)} AND kind = 3 AND ${text} != '' AND ${ofService(service)}
          GROUP BY trace_id, service, id HAVING runs >= ${least}) AS statements
    INNER JOIN (SELECT trace_id, service, any(name) AS transaction, max(duration) AS took
                FROM spans WHERE inner = 0 AND ${startedIn({ from: window.from - 60_000, to: window.to })} AND ${sampled(sampling)}
                GROUP BY trace_id, service) AS entries USING (trace_id, service)
    GROUP BY id, service, transaction ORDER BY transactions * median DESC LIMIT 100`);
}

export function callersOf(read: Read, window: Window, id: string, service: string, sampling: number) {
  return read<{ service: string; transaction: string; calls: string; nanos: string }>(sql`
    SELECT service, transaction, sum(runs) AS calls, toString(sum(spent)) AS nanos
    FROM (SELECT trace_id, service, count() AS runs, sum(duration) AS spent FROM spans
          WHERE ${startedIn(window)} AND ${sampled(sampling)} AND kind = 3 AND ${ofService(service)} AND ${text} != ''
            AND ${statementId} = ${BigInt(id)}
          GROUP BY trace_id, service) AS statements
    INNER JOIN (SELECT trace_id, service, any(name) AS transaction FROM spans
                WHERE inner = 0 AND ${startedIn({ from: window.from - 60_000, to: window.to })} AND ${sampled(sampling)}
                GROUP BY trace_id, service) AS entries USING (trace_id, service)
    GROUP BY service, transaction ORDER BY toUInt64(nanos) DESC LIMIT 50`);
}

export interface Run {
  readonly traceId: string;
  readonly spanId: string;
  readonly service: string;
  readonly startTimeUnixNano: string;
  readonly durationNano: string;
  readonly status: number;
  readonly sent: string;
  readonly file: string;
  readonly line: string;
}

export function slowestOf(
  read: Read,
  window: Window,
  id: string,
  service: string,
  limit: number,
): Promise<Run[]> {
  return read(sql`
    SELECT lower(hex(trace_id)) AS traceId, lower(hex(span_id)) AS spanId, service,
           toString(toUnixTimestamp64Nano(start_time)) AS startTimeUnixNano, toString(duration) AS durationNano, status,
           substringUTF8(${text}, 1, 4096) AS sent,
           if(attributes['code.file.path'] != '', attributes['code.file.path'], attributes['code.filepath']) AS file,
           if(attributes['code.line.number'] != '', attributes['code.line.number'], attributes['code.lineno']) AS line
    FROM spans WHERE ${startedIn(window)} AND kind = 3 AND ${ofService(service)} AND ${text} != '' AND ${statementId} = ${BigInt(id)}
    ORDER BY duration DESC LIMIT ${limit}`);
}
