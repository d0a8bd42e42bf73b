import { raw, type Sql, sql } from "@naru/clickhouse";
import type { Grid, Read, Window } from "#telemetry/query/index.ts";

/** What began longer ago than this and was not told of since is not looked for. */
const longestMs = 3_600_000;
/** An open span is told of every five seconds: silent for longer than two of them, it is over. */
const silentMs = 12_000;
/** Transactions that took longer are few, and all looked at. */
const briefNano = 1_000_000_000;

const of = (service: string): Sql => (service === "" ? raw("true") : sql`service = ${service}`);
const nanos = (ms: number) => BigInt(ms) * 1_000_000n;
const between = (column: string, from: number, to: number): Sql =>
  sql`${raw(column)} >= fromUnixTimestamp64Milli(${from}, 'UTC') AND ${raw(column)} < fromUnixTimestamp64Milli(${to}, 'UTC')`;

/** How many transactions a window has, about. */
export async function transactionsIn(read: Read, { from, to }: Window, service: string): Promise<number> {
  const [row] = await read<{ transactions: string }>(sql`
    SELECT sum(requests) AS transactions FROM services_1m
    WHERE ${between("time", from - 60_000, to)} AND ${of(service)}`);
  return Number(row?.transactions ?? 0);
}

/** Entry spans that are stored, from when till when. */
const finished = ({ from, to }: Window, service: string, sampling: number): Sql => sql`
  SELECT toUnixTimestamp64Nano(start_time) AS began, toUnixTimestamp64Nano(start_time) + toInt64(duration) AS over,
         if(duration < ${briefNano}, ${sampling}, 1) AS weight
  FROM spans
  WHERE inner = 0 AND ${between("start_time", from - longestMs, to)} AND ${of(service)}
    AND toUnixTimestamp64Nano(start_time) + toInt64(duration) > ${nanos(from)}
    AND (duration >= ${briefNano} OR cityHash64(span_id) % ${sampling} = 0)`;

/** Entry spans that were told of and are not stored: still open, or their process is gone. Those were there until they
 *  were last heard of. */
const unfinished = ({ from, to }: Window, service: string): Sql => sql`
  SELECT began, multiIf(ended > 0, ended, last >= ${nanos(to - silentMs)}, ${nanos(to)}, last) AS over, 1 AS weight
  FROM (SELECT trace_id, span_id, anyIf(toInt64OrZero(attributes['span.start_time_unix_nano']), event_name = 'span.pending') AS began,
               maxIf(toUnixTimestamp64Nano(time), event_name = 'span.ended') AS ended, max(toUnixTimestamp64Nano(time)) AS last
        FROM pending_spans WHERE ${between("time", from, to)} AND ${of(service)}
        GROUP BY trace_id, span_id
        HAVING countIf(attributes['span.kind'] IN ('SERVER', 'CONSUMER')
                       OR event_name = 'span.pending' AND attributes['span.parent_id'] = '') > 0)
  WHERE (trace_id, span_id) NOT IN (
    SELECT trace_id, span_id FROM spans
    WHERE ${between("start_time", from - longestMs, to)}
      AND trace_id IN (SELECT trace_id FROM pending_spans WHERE ${between("time", from, to)} AND ${of(service)}))`;

export interface TimeRow {
  readonly step: number;
  readonly age: number;
  /** How much time transactions of this age spent in the step, all together. */
  readonly nanos: number;
}

/** Time that transactions spent in each step of a grid, by how old they were then.
 *  @param window   its end is that of the last step, at most now
 *  @param bounds   between age classes, in seconds
 *  @param sampling one brief transaction of so many is looked at */
export function timeBySteps(
  read: Read,
  window: Window,
  { stepSeconds }: Grid,
  service: string,
  bounds: readonly number[],
  sampling: number,
): Promise<TimeRow[]> {
  const stepNano = BigInt(stepSeconds) * 1_000_000_000n;
  const [first, end] = [nanos(window.from), nanos(window.to)];
  const edges = [0, ...bounds].map((seconds) => seconds * 1e9);
  const ends = [...edges.slice(1), Number.MAX_SAFE_INTEGER];
  return read(sql`
    SELECT toUInt32(step) AS step, toUInt8(age) AS age,
           sum(weight * greatest(0, toFloat64(
             least(over, began + ends[age + 1], ${first} + (step + 1) * ${stepNano}, ${end})
             - greatest(began + edges[age + 1], ${first} + step * ${stepNano})))) AS nanos
    FROM (SELECT began, over, weight, ${edges} AS edges, ${ends} AS ends,
                 arrayJoin(range(toUInt32(greatest(0, intDiv(began - ${first}, ${stepNano}))),
                                 toUInt32(intDiv(least(over, ${end}) - 1 - ${first}, ${stepNano}) + 1))) AS step
          FROM (${finished(window, service, sampling)} UNION ALL ${unfinished(window, service)}) AS transactions
          WHERE began > 0 AND over > began AND over > ${first} AND began < ${end}) AS stepped
    ARRAY JOIN range(arrayCount(edge -> over - began > edge, edges)) AS age
    GROUP BY step, age HAVING nanos > 0 ORDER BY step, age`);
}
