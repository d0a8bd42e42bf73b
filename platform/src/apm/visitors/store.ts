import { raw, type Sql, sql } from "@naru/clickhouse";
import type { Grid, Read, Window } from "#telemetry/query/index.ts";

/** A visitor is active for so long after a request. */
const activeSeconds = 300;

export interface Counted {
  readonly at: string;
  readonly sessions: string;
  readonly users: string;
}

const counted = raw("uniqCombinedMerge(15)(sessions) AS sessions, uniqCombinedMerge(15)(users) AS users");
const of = (service: string): Sql => (service === "" ? raw("true") : sql`service = ${service}`);
const seconds = (ms: number) => Math.floor(ms / 1000);

/** At the end of each step, who was there in the five minutes before: a row of five seconds counts in each step that
 *  ends within five minutes of it. */
export function activeBySteps(read: Read, window: Window, grid: Grid, service: string): Promise<Counted[]> {
  const { stepSeconds, times } = grid;
  const first = seconds(times[0] ?? window.from);
  const covered = sql`range(
    toUInt32(greatest(0, intDiv(began - ${first}, ${stepSeconds}))),
    toUInt32(least(${times.length}, greatest(0, intDiv(began + ${activeSeconds} - ${first}, ${stepSeconds})))))`;
  return read(sql`
    SELECT toString(step) AS at, ${counted}
    FROM (SELECT sessions, users, toInt64(toUnixTimestamp(time)) AS began FROM visitors_5s
          WHERE time >= toDateTime(${first - activeSeconds}, 'UTC') AND time < toDateTime(${Math.ceil(window.to / 1000)}, 'UTC')
            AND ${of(service)})
    ARRAY JOIN ${covered} AS step GROUP BY step`);
}

export async function activeAt(read: Read, at: number, service: string): Promise<Counted | undefined> {
  const [row] = await read<Counted>(sql`
    SELECT '' AS at, ${counted} FROM visitors_5s
    WHERE time > toDateTime(${seconds(at) - activeSeconds}, 'UTC') AND time <= toDateTime(${seconds(at)}, 'UTC') AND ${of(service)}`);
  return row;
}

export function byDay(read: Read, from: number, timeZone: string, service: string): Promise<Counted[]> {
  return read(sql`
    SELECT toString(toDate(time, ${timeZone})) AS at, ${counted} FROM visitors_1h
    WHERE time >= toDateTime(${seconds(from)}, 'UTC') AND ${of(service)} GROUP BY at ORDER BY at`);
}
