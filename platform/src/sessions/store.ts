import { type ClickHouse, insertRows, sql } from "@naru/clickhouse";
import type { Read, Window } from "#telemetry/query/index.ts";
import type { OutageRow } from "./api.ts";
import type { Outage } from "./stores/watch.ts";

/* Every statement about sessions: what happened to them. What they are now is in their stores. */

export const insertOutage = (clickhouse: ClickHouse, store: string, outage: Outage): Promise<void> =>
  insertRows(clickhouse, "session_events", [
    {
      ...nothing,
      at_time: outage.to,
      kind: "outage",
      store,
      at_from_time: outage.from,
      before_server: outage.before,
      after_server: outage.after,
      lost_ms: outage.lostMs,
      why: outage.why,
    },
  ]);

/** @param ended.by  empty: a limit */
export const insertEnded = (
  clickhouse: ClickHouse,
  ended: {
    readonly at: number;
    readonly store: string;
    readonly application: string;
    readonly sessions: number;
    readonly by: string;
  },
): Promise<void> =>
  insertRows(clickhouse, "session_events", [
    {
      ...nothing,
      at_time: ended.at,
      kind: "ended",
      store: ended.store,
      application: ended.application,
      at_from_time: ended.at,
      sessions: ended.sessions,
      by_user: ended.by,
    },
  ]);

const nothing = {
  application: "",
  before_server: "",
  after_server: "",
  lost_ms: 0,
  sessions: 0,
  by_user: "",
  why: "",
};

const most = 1000;

/** Newest first.
 *  @param store  empty: of all */
export async function outagesBetween(read: Read, { from, to }: Window, store: string): Promise<OutageRow[]> {
  const rows = await read<{
    store: string;
    began: string;
    ended: string;
    moved: number;
    lost_ms: number;
    why: string;
  }>(sql`
    SELECT store, toUnixTimestamp64Milli(from_time) AS began, toUnixTimestamp64Milli(time) AS ended,
           toUInt8(before_server != after_server) AS moved, lost_ms, why
    FROM session_events
    WHERE kind = 'outage' AND time >= fromUnixTimestamp64Milli(${from}, 'UTC') AND time < fromUnixTimestamp64Milli(${to}, 'UTC')
      AND (${store} = '' OR store = ${store})
    ORDER BY time DESC LIMIT ${most}`);
  return rows.map((row) => ({
    store: row.store,
    from: Number(row.began),
    to: Number(row.ended),
    isFailover: row.moved === 1,
    lostMs: row.lost_ms,
    why: row.why,
  }));
}
