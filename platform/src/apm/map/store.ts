import { raw, type Sql, sql } from "@naru/clickhouse";
import type { Read, Window } from "#telemetry/query/index.ts";
import { calledPeer } from "#telemetry/store/index.ts";

type Durations = readonly [buckets: readonly number[], counts: readonly string[]];

const mostGroups = 10_000;
const noParent = raw("CAST(unhex('0000000000000000'), 'FixedString(8)')");

export interface CalledRow {
  readonly service: string;
  readonly category: string;
  readonly system: string;
  readonly peer: string;
  readonly target: string;
  readonly requests: string;
  readonly errors: string;
  readonly durations: Durations;
  /** The minute with most of them, seconds since 1970. */
  readonly busiest: number;
}

/** What services say themselves that they called. */
export function calledIn(read: Read, { from, to }: Window): Promise<CalledRow[]> {
  return read(sql`
    SELECT service, category, system, peer, target, sum(calls.requests) AS requests, sum(calls.errors) AS errors,
           sumMap(calls.durations.1, calls.durations.2) AS durations,
           argMax(toUnixTimestamp(time), calls.requests) AS busiest
    FROM calls_1m AS calls
    WHERE time >= toStartOfMinute(fromUnixTimestamp64Milli(${from}, 'UTC')) AND time < fromUnixTimestamp64Milli(${to}, 'UTC')
    GROUP BY service, category, system, peer, target ORDER BY requests DESC, service, peer, target LIMIT ${mostGroups}`);
}

/** How many spans each minute has. */
export function minutesIn(read: Read, { from, to }: Window) {
  return read<{ minute: number; spans: string }>(sql`
    SELECT toUnixTimestamp(time) AS minute, sum(requests) AS spans FROM spans_1m
    WHERE time >= toStartOfMinute(fromUnixTimestamp64Milli(${from}, 'UTC')) AND time < fromUnixTimestamp64Milli(${to}, 'UTC')
    GROUP BY time ORDER BY time`);
}

/** Spans lie by minute: only those of the given ones (seconds since 1970) are read. */
const startedIn = ({ from, to }: Window, minutes: readonly number[]): Sql =>
  sql`toStartOfMinute(start_time) IN (SELECT toDateTime(arrayJoin(CAST(${minutes}, 'Array(UInt32)')), 'UTC'))
    AND start_time >= fromUnixTimestamp64Milli(${from}, 'UTC') AND start_time < fromUnixTimestamp64Milli(${to}, 'UTC')`;

export interface AnsweredRow {
  readonly caller: string;
  /** 1 when the caller has a span of its own for the call. */
  readonly byClient: number;
  readonly peer: string;
  readonly callee: string;
  readonly calls: string;
  readonly errors: string;
  readonly durations: Durations;
}

/** Who answered: entry spans with their parents in other services, and the address that those called. A parent may have
 *  begun in the minute before. What came by a queue is not a call. */
export function answeredIn(
  read: Read,
  window: Window,
  minutes: readonly number[],
  mostSpans: number,
): Promise<AnsweredRow[]> {
  const withEarlier = [...new Set(minutes.flatMap((minute) => [minute - 60, minute]))];
  return read(sql`
    SELECT parent.service AS caller, parent.byClient AS byClient, parent.peer AS peer, child.service AS callee, count() AS calls,
           countIf(if(parent.byClient = 1, parent.status, child.status) = 2) AS errors,
           sumMap([toUInt16(16 * log2(if(parent.byClient = 1, parent.duration, child.duration) + 1))], [toUInt64(1)]) AS durations
    FROM (SELECT trace_id, parent_span_id, service, status, duration FROM spans
          WHERE inner = 0 AND parent_span_id != ${noParent} AND ${startedIn(window, minutes)}
            AND NOT (kind = 5 AND attributes['messaging.system'] != '')
          LIMIT ${mostSpans}) AS child
    INNER JOIN (SELECT trace_id, span_id, service, status, duration, toUInt8(kind IN (3, 4)) AS byClient,
                       if(byClient = 1, ${raw(calledPeer)}, '') AS peer
                FROM spans WHERE ${startedIn({ from: window.from - 60_000, to: window.to }, withEarlier)}
                LIMIT ${mostSpans * 2}) AS parent
    ON child.trace_id = parent.trace_id AND child.parent_span_id = parent.span_id
    WHERE byClient = 1 OR caller != callee
    GROUP BY caller, byClient, peer, callee ORDER BY calls DESC, caller, callee, peer LIMIT ${mostGroups}`);
}

export interface ConsumedRow {
  readonly service: string;
  readonly system: string;
  readonly target: string;
  readonly calls: string;
  readonly errors: string;
  readonly durations: Durations;
}

/** Who took what from which queue. */
export function consumedIn(read: Read, window: Window, minutes: readonly number[]): Promise<ConsumedRow[]> {
  return read(sql`
    SELECT service, attributes['messaging.system'] AS system, attributes['messaging.destination.name'] AS target,
           count() AS calls, countIf(status = 2) AS errors,
           sumMap([toUInt16(16 * log2(duration + 1))], [toUInt64(1)]) AS durations
    FROM spans WHERE inner = 0 AND kind = 5 AND system != '' AND ${startedIn(window, minutes)}
    GROUP BY service, system, target ORDER BY calls DESC, service, target LIMIT ${mostGroups}`);
}
