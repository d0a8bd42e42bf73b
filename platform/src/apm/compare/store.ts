import { raw, type Sql, sql } from "@naru/clickhouse";
import { onSpans, type Read, type Window } from "#telemetry/query/index.ts";
import { calledPeer, durationBucket } from "#telemetry/store/index.ts";

export interface Side {
  readonly window: Window;
  readonly filter: string;
}
/** `b` is asked about; what both would hold is `b`'s. */
export interface Sides {
  readonly service: string;
  readonly a: Side;
  readonly b: Side;
}

type Durations = readonly [buckets: readonly number[], counts: readonly string[]];

const mostGroups = 5000;
/** What a transaction does is looked for so long after the end of the window in which it began. */
const longestMs = 60_000;

const within = (column: string, { from, to }: Window): Sql =>
  sql`(${raw(column)} >= fromUnixTimestamp64Milli(${from}, 'UTC') AND ${raw(column)} < fromUnixTimestamp64Milli(${to}, 'UTC'))`;
const inWindows = (column: string, { a, b }: Sides, later = 0): Sql => {
  const extended = ({ from, to }: Window) => ({ from, to: to + later });
  return sql`(${within(column, extended(a.window))} OR ${within(column, extended(b.window))})`;
};
const holds = ({ window, filter }: Side): Sql =>
  sql`(${within("start_time", window)} AND ${onSpans(filter, window)})`;
const ofService = (service: string): Sql => sql`(${service} = '' OR service = ${service})`;
const sampled = (sampling: number): Sql =>
  sampling === 1 ? raw("true") : sql`cityHash64(trace_id) % ${sampling} = 0`;

/** Entry spans with a column `side`, 1 for `a` and 2 for `b`.
 *  @param columns  of `spans`, besides it */
const entries = (sides: Sides, columns: string, also: Sql = raw("true")): Sql => sql`
  SELECT ${raw(columns)}, multiIf(${holds(sides.b)}, 2, ${holds(sides.a)}, 1, 0) AS side FROM spans
  WHERE inner = 0 AND ${inWindows("start_time", sides)} AND ${ofService(sides.service)} AND ${also} AND side != 0`;

/** Counts by bucket, then lists of them, which takes half of the time that sumMap takes.
 *  @param source  has the key's columns, side, status and duration */
const bucketed = (key: string, source: Sql): Sql => sql`
  SELECT ${raw(key)}, side, sum(n) AS count, sum(failed) AS errors, (groupArray(bucket), groupArray(n)) AS durations
  FROM (SELECT ${raw(key)}, side, ${raw(durationBucket)} AS bucket, count() AS n, countIf(status = 2) AS failed
        FROM (${source}) GROUP BY ALL)
  GROUP BY ALL ORDER BY count DESC LIMIT ${mostGroups}`;

interface CountedRow {
  /** 1 for `a`, 2 for `b`. */
  readonly side: number;
  readonly count: string;
  readonly errors: string;
  readonly durations: Durations;
}
export interface OperationSideRow extends CountedRow {
  readonly service: string;
  readonly name: string;
}

export const operationsOf = (read: Read, sides: Sides): Promise<OperationSideRow[]> =>
  read(bucketed("service, name", entries(sides, "service, name, status, duration")));

/** How many spans both windows have. */
export async function spansIn(read: Read, sides: Sides): Promise<number> {
  const [row] = await read<{ spans: string }>(
    sql`SELECT sum(requests) AS spans FROM spans_1m WHERE ${inWindows("time", sides)}`,
  );
  return Number(row?.spans ?? 0);
}

const text = raw(
  "substringUTF8(if(attributes['db.query.text'] != '', attributes['db.query.text'], attributes['db.statement']), 1, 4096)",
);

/** By its name, or by that of older conventions. */
const either = (name: string, older: string): Sql =>
  raw(`if(attributes['${name}'] != '', attributes['${name}'], attributes['${older}'])`);

/** In each trace, on which side its transactions of a service are. What is on both tells nothing. */
const sidesOfTraces = (sides: Sides, also: Sql): Sql => sql`
  SELECT trace_id, service, min(each.side) AS side FROM (${entries(sides, "trace_id, service", also)}) AS each
  GROUP BY trace_id, service HAVING min(each.side) = max(each.side)`;

export interface InnerRow extends CountedRow {
  readonly service: string;
  /** Decimal text; 0 for what is no statement. */
  readonly statementId: string;
  /** A statement, or a protocol's words for what was called and its address. */
  readonly name: string;
  /** Of the name: who stands there may be known by another one. Empty for databases and queues. */
  readonly address: string;
}

/** What transactions of either side sent to databases and called. */
export function callsOf(read: Read, sides: Sides, sampling: number): Promise<InnerRow[]> {
  const source = sql`
    SELECT service, status, duration, statementId, if(statementId = 0, peer, '') AS peer, if(statementId = 0, called, '') AS address, statement, side
    FROM (SELECT trace_id, service, status, duration, ${text} AS query, if(query = '', 0, normalizedQueryHash(query)) AS statementId,
                 if(query = '', '', normalizeQuery(query)) AS statement,
                 ${either("db.system.name", "db.system")} AS database, ${either("db.namespace", "db.name")} AS namespace,
                 if(database = '' AND attributes['messaging.system'] = '', ${raw(calledPeer)}, '') AS called,
                 arrayStringConcat(arrayFilter(part -> part != '', [database, namespace,
                   attributes['messaging.system'], attributes['messaging.destination.name'], attributes['rpc.service'],
                   if(namespace = '', ${raw(calledPeer)}, '')]), ' ') AS peer
          FROM spans WHERE inner = 1 AND kind IN (3, 4) AND ${inWindows("start_time", sides, longestMs)}
            AND ${ofService(sides.service)} AND ${sampled(sampling)}) AS calls
    INNER JOIN (${sidesOfTraces(sides, sampled(sampling))}) AS entered USING (trace_id, service)
    WHERE statementId != 0 OR peer != ''`;
  const named = sql`SELECT service, toString(statementId) AS statementId, if(statementId = '0', peer, statement) AS name, address, status, duration, side FROM (${source})`;
  return read(bucketed("service, statementId, name, address", named));
}

export interface ExceptionSideRow {
  readonly service: string;
  readonly fingerprint: string;
  readonly type: string;
  readonly message: string;
  readonly side: number;
  readonly count: string;
}

/** Exceptions that transactions of either side threw. */
export function exceptionsOf(read: Read, sides: Sides): Promise<ExceptionSideRow[]> {
  const thrown = sql`exceptions WHERE ${inWindows("time", sides, longestMs)} AND ${ofService(sides.service)}`;
  return read(sql`
    SELECT service, toString(fingerprint) AS fingerprint, any(type) AS type, any(message) AS message, side, count() AS count
    FROM (SELECT trace_id, service, exceptions.fingerprint AS fingerprint, exceptions.type AS type, exceptions.message AS message FROM ${thrown}) AS thrown
    INNER JOIN (${sidesOfTraces(sides, sql`trace_id IN (SELECT trace_id FROM ${thrown})`)}) AS entered USING (trace_id, service)
    GROUP BY service, fingerprint, side ORDER BY count DESC LIMIT ${mostGroups}`);
}

const mostSides = 500;

/** Values of an attribute of the resources whose transactions began in the window, busiest first. */
export function valuesOfResources(
  read: Read,
  window: Window,
  service: string,
  key: string,
): Promise<{ value: string }[]> {
  return read(sql`
    SELECT known.value AS value
    FROM (SELECT resource_id, count() AS n FROM spans
          WHERE inner = 0 AND service = ${service} AND ${within("start_time", window)} GROUP BY resource_id) AS counted
    INNER JOIN (SELECT resource_id, argMax(attributes, day)[${key}] AS value FROM resources
                WHERE service = ${service} GROUP BY resource_id) AS known USING (resource_id)
    WHERE value != '' GROUP BY value ORDER BY sum(n) DESC, value LIMIT ${mostSides}`);
}

export interface KeyRow {
  readonly key: string;
  /** Values that occur most, for one of the sides: each with how often it is on `a` and on `b`. */
  readonly values: readonly (readonly [value: string, a: string, b: string])[];
  readonly distinct: string;
  readonly a: string;
  readonly b: string;
}

const mostKeys = 400;
const mostValues = 20;

/** Of each side: how many transactions it has, and that one of so many of them is looked at. */
export interface Looked {
  readonly size: number;
  readonly every: number;
}

const pairs = (map: string): Sql => raw(`CAST(${map}, 'Array(Tuple(String, String))')`);

/** Attributes of entry spans and of their resources, and what spans have by themselves. */
export function attributesOf(read: Read, sides: Sides, a: Looked, b: Looked): Promise<KeyRow[]> {
  const looked = sql`SELECT * FROM (${entries(sides, "span_id, service, name, status, attributes, resource_id")})
    WHERE cityHash64(span_id) % if(side = 1, ${a.every}, ${b.every}) = 0`;
  const own = sql`
    SELECT side, pair.1 AS key, pair.2 AS value, count() AS n FROM (${looked})
    ARRAY JOIN arrayConcat(${pairs("attributes")}, [('name', toString(name)), ('service', toString(service)),
      ('status', transform(status, [0, 1, 2], ['unset', 'ok', 'error'], 'unset'))]) AS pair GROUP BY side, key, value`;
  const ofResources = sql`
    SELECT side, pair.1 AS key, pair.2 AS value, sum(counted.n) AS n
    FROM (SELECT side, resource_id, count() AS n FROM (${looked}) GROUP BY side, resource_id) AS counted
    INNER JOIN (SELECT resource_id, argMax(attributes, day) AS known FROM resources GROUP BY resource_id) AS resources USING (resource_id)
    ARRAY JOIN ${pairs("known")} AS pair GROUP BY side, key, value`;
  return read(sql`
    SELECT key, count() AS distinct, sum(inA) AS a, sum(inB) AS b,
           arrayMap(each -> (each.1, toString(each.2), toString(each.3)),
             arraySlice(arrayReverseSort(each -> (greatest(each.2 * ${a.every / a.size}, each.3 * ${b.every / b.size}), each.1), groupArray((value, inA, inB))), 1, ${mostValues})) AS values
    FROM (SELECT key, value, sumIf(n, side = 1) AS inA, sumIf(n, side = 2) AS inB FROM (${own} UNION ALL ${ofResources}) GROUP BY key, value)
    GROUP BY key ORDER BY a + b DESC, key LIMIT ${mostKeys}`);
}
