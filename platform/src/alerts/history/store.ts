import { type ClickHouse, insertRows, raw, sql } from "@naru/clickhouse";
import type { Read, Window } from "#telemetry/query/index.ts";
import type { ActiveAlert } from "../rules/state.ts";
import type { LabelSet } from "../rules/rule.ts";
import type { Silence, StoredMatcher } from "../silences/silence.ts";

/* Every statement about alerts. Tables are only added to; see telemetry/store/alerts-schema.ts. */

/** A step of an alert. `dropped`: it was pending and its condition no longer holds. */
export interface StoredAlert extends Omit<ActiveAlert, "state"> {
  readonly state: ActiveAlert["state"] | "dropped";
  readonly time: number;
  readonly cluster: string;
  readonly rule: string;
  readonly name: string;
}

export interface StoredNotification {
  readonly time: number;
  readonly key: string;
  readonly phase: "intent" | "sent" | "failed";
  readonly groupKey: string;
  readonly receiver: string;
  readonly integration: string;
  /** Episodes that the receiver knows as firing after it. */
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
  readonly message: string;
  readonly attempts: number;
  readonly error: string;
}

export const insertAlerts = (clickhouse: ClickHouse, alerts: readonly StoredAlert[]): Promise<void> =>
  insertRows(
    clickhouse,
    "alert_states",
    alerts.map(({ time, cluster, rule, name, ...alert }) => ({
      at_time: time,
      fingerprint: alert.fingerprint,
      cluster,
      rule,
      alert_name: name,
      state: alert.state,
      labels: JSON.stringify(alert.labels),
      annotations: JSON.stringify(alert.annotations),
      value: String(alert.value).replace("Infinity", "inf"),
      at_active_at: alert.activeAt,
      at_fired_at: alert.firedAt,
      at_resolved_at: alert.resolvedAt,
      at_kept_since: alert.keptSince,
    })),
  );

export const insertNotification = (clickhouse: ClickHouse, row: StoredNotification): Promise<void> =>
  insertRows(clickhouse, "alert_notifications", [
    {
      at_time: row.time,
      notification_key: row.key,
      phase: row.phase,
      group_key: row.groupKey,
      receiver: row.receiver,
      integration: row.integration,
      firing: JSON.stringify(row.firing),
      resolved: JSON.stringify(row.resolved),
      message: row.message,
      attempts: row.attempts,
      error: row.error,
    },
  ]);

export const insertSilence = (clickhouse: ClickHouse, silence: Silence): Promise<void> =>
  insertRows(clickhouse, "alert_silences", [
    {
      at_time: silence.updatedAt,
      silence_id: silence.id,
      matchers: JSON.stringify(silence.matchers),
      at_starts_at: silence.startsAt,
      at_ends_at: silence.endsAt,
      created_by: silence.createdBy,
      comment: silence.comment,
    },
  ]);

const mostRestored = 100_000;

interface AlertRow {
  readonly at: string;
  readonly fingerprint: string;
  readonly cluster: string;
  readonly rule: string;
  readonly name: string;
  readonly state: StoredAlert["state"];
  readonly labels: string;
  readonly annotations: string;
  readonly value: number | null;
  readonly active: string;
  readonly fired: string;
  readonly resolved: string;
  readonly kept: string;
}

const alertColumns =
  raw(`toString(toUnixTimestamp64Milli(time)) AS at, fingerprint, cluster, rule, alert_name AS name, state, labels,
  annotations, value, toString(toUnixTimestamp64Milli(active_at)) AS active, toString(toUnixTimestamp64Milli(fired_at)) AS fired,
  toString(toUnixTimestamp64Milli(resolved_at)) AS resolved, toString(toUnixTimestamp64Milli(kept_since)) AS kept`);

const alertOf = (row: AlertRow): StoredAlert => ({
  time: Number(row.at),
  fingerprint: row.fingerprint,
  cluster: row.cluster,
  rule: row.rule,
  name: row.name,
  state: row.state,
  labels: JSON.parse(row.labels) as LabelSet,
  annotations: JSON.parse(row.annotations) as LabelSet,
  value: row.value ?? Number.NaN,
  activeAt: Number(row.active),
  firedAt: Number(row.fired),
  resolvedAt: Number(row.resolved),
  keptSince: Number(row.kept),
});

/** The last that is known of each alert that was not over at `since`, milliseconds since 1970. */
export async function lastAlerts(clickhouse: ClickHouse, since: number): Promise<StoredAlert[]> {
  const rows = await clickhouse.query<AlertRow>(sql`
    SELECT * FROM (SELECT ${alertColumns} FROM alert_states ORDER BY time DESC LIMIT 1 BY fingerprint)
    WHERE state IN ('pending', 'firing') OR (state = 'resolved' AND toInt64(at) >= ${since}) LIMIT ${mostRestored}`);
  return rows.map(alertOf);
}

/** When alerts were last evaluated, in milliseconds since 1970; 0: never. */
export async function lastEvaluation(clickhouse: ClickHouse, from: number): Promise<number> {
  const [row] = await clickhouse.query<{ at: string }>(sql`
    SELECT toString(toUnixTimestamp64Milli(max(time))) AS at FROM metric_numbers
    WHERE metric = 'ALERTS_FOR_STATE' AND time >= fromUnixTimestamp64Milli(${from}, 'UTC')`);
  return Math.max(0, Number(row?.at ?? 0));
}

type NotificationRow = Omit<StoredNotification, "time" | "firing" | "resolved" | "attempts"> & {
  readonly at: string;
  readonly firing: string;
  readonly resolved: string;
  readonly attempts: number;
};

const notificationColumns =
  raw(`toString(toUnixTimestamp64Milli(time)) AS at, notification_key AS key, phase, group_key AS groupKey,
  receiver, integration, firing, resolved, attempts, error`);

const notificationOf = ({ at, firing, resolved, ...row }: NotificationRow): StoredNotification => ({
  ...row,
  time: Number(at),
  firing: JSON.parse(firing) as string[],
  resolved: JSON.parse(resolved) as string[],
});

/** What each receiver was told last of each group. */
export async function lastSent(clickhouse: ClickHouse): Promise<StoredNotification[]> {
  const rows = await clickhouse.query<NotificationRow>(sql`
    SELECT ${notificationColumns}, '' AS message FROM alert_notifications WHERE phase = 'sent'
    ORDER BY time DESC LIMIT 1 BY group_key, integration LIMIT ${mostRestored}`);
  return rows.map(notificationOf);
}

/** What was about to be sent when the process ended: it is not known whether it was. Oldest first. */
export async function unfinished(clickhouse: ClickHouse, since: number): Promise<StoredNotification[]> {
  const rows = await clickhouse.query<NotificationRow>(sql`
    SELECT ${notificationColumns}, message FROM alert_notifications
    WHERE phase = 'intent' AND time >= fromUnixTimestamp64Milli(${since}, 'UTC') AND notification_key NOT IN
      (SELECT notification_key FROM alert_notifications WHERE phase IN ('sent', 'failed')
       AND time >= fromUnixTimestamp64Milli(${since}, 'UTC'))
    ORDER BY time LIMIT ${mostRestored}`);
  return rows.map(notificationOf);
}

/** How it went last with each integration, sent or failed. */
export async function lastOutcomes(read: Read): Promise<StoredNotification[]> {
  const rows = await read<NotificationRow>(sql`
    SELECT ${notificationColumns}, '' AS message FROM alert_notifications WHERE phase != 'intent'
    ORDER BY time DESC LIMIT 1 BY integration LIMIT 10000`);
  return rows.map(notificationOf);
}

/** Silences that are not over for longer than since `since`. */
export async function lastSilences(clickhouse: ClickHouse, since: number): Promise<Silence[]> {
  const rows = await clickhouse.query<{
    updated: string;
    id: string;
    matchers: string;
    starts: string;
    ends: string;
    createdBy: string;
    comment: string;
  }>(sql`
    SELECT * FROM (
      SELECT toString(toUnixTimestamp64Milli(time)) AS updated, silence_id AS id, matchers, toString(toUnixTimestamp64Milli(starts_at)) AS starts,
             toString(toUnixTimestamp64Milli(ends_at)) AS ends, created_by AS createdBy, comment
      FROM alert_silences ORDER BY time DESC LIMIT 1 BY silence_id)
    WHERE toInt64(ends) >= ${since} LIMIT ${mostRestored}`);
  return rows.map(({ updated, matchers, starts, ends, ...row }) => ({
    ...row,
    updatedAt: Number(updated),
    matchers: JSON.parse(matchers) as StoredMatcher[],
    startsAt: Number(starts),
    endsAt: Number(ends),
  }));
}

/** Steps of alerts, newest first; what was only written again to be kept is left out. */
export async function alertHistory(
  read: Read,
  { from, to }: Window,
  {
    search,
    fingerprint,
    limit,
  }: { readonly search: string; readonly fingerprint: string; readonly limit: number },
): Promise<StoredAlert[]> {
  const rows = await read<AlertRow>(sql`
    SELECT * FROM (
      SELECT ${alertColumns} FROM alert_states
      WHERE time >= fromUnixTimestamp64Milli(${from}, 'UTC') AND time < fromUnixTimestamp64Milli(${to}, 'UTC') AND state != 'dropped'
        AND (${fingerprint} = '' OR fingerprint = ${fingerprint})
        AND (${search} = '' OR positionCaseInsensitiveUTF8(concat(alert_name, ' ', labels), ${search}) > 0)
      ORDER BY time LIMIT 1 BY fingerprint, active_at, state)
    ORDER BY at DESC, fingerprint LIMIT ${limit}`);
  return rows.map(alertOf);
}

/** What receivers were told, newest first, and what could not be told. */
export async function notificationHistory(
  read: Read,
  { from, to }: Window,
  limit: number,
): Promise<StoredNotification[]> {
  const rows = await read<NotificationRow>(sql`
    SELECT ${notificationColumns}, '' AS message FROM alert_notifications
    WHERE time >= fromUnixTimestamp64Milli(${from}, 'UTC') AND time < fromUnixTimestamp64Milli(${to}, 'UTC') AND phase != 'intent'
    ORDER BY time DESC LIMIT ${limit}`);
  return rows.map(notificationOf);
}
