import { type ClickHouse, insertRows, join, raw, type Sql, sql } from "@naru/clickhouse";
import type { Read, Window } from "#telemetry/query/index.ts";
import type { EventRow } from "../pods/api.ts";
import type { ChangeRow } from "./api.ts";
import type { Facts } from "./facts.ts";

/* Every statement about what happened in clusters. */

export type StoredEvent = EventRow & { readonly uid: string };
export type StoredChange = ChangeRow & { readonly uid: string };

/** The last that was seen of an object. */
export interface StoredState {
  readonly cluster: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly workloadKind: string;
  readonly workloadName: string;
  readonly facts: Facts;
  readonly seenAt: number;
  readonly isGone: boolean;
}

export const insertEvents = (clickhouse: ClickHouse, events: readonly StoredEvent[]) =>
  insertRows(
    clickhouse,
    "kubernetes_events",
    events.map(({ object, uid, time, firstTime, count, ...event }) => ({
      at_time: time,
      at_first_time: firstTime,
      event_uid: uid,
      count: String(count),
      object_kind: object.kind,
      object_name: object.name,
      namespace: object.namespace,
      ...event,
    })),
  );

export const insertChanges = (clickhouse: ClickHouse, changes: readonly StoredChange[]) =>
  insertRows(
    clickhouse,
    "kubernetes_changes",
    changes.map(({ object, workload, id, time, differences, exitCode, isLate, ...change }) => ({
      at_time: time,
      change_id: id,
      object_kind: object.kind,
      object_name: object.name,
      namespace: object.namespace,
      workload_kind: workload.kind,
      workload_name: workload.name,
      differences: JSON.stringify(differences),
      exit_code: exitCode === null ? "" : String(exitCode),
      is_late: isLate ? "1" : "0",
      ...change,
    })),
  );

export const insertStates = (clickhouse: ClickHouse, states: readonly StoredState[]) =>
  insertRows(
    clickhouse,
    "kubernetes_state",
    states.map(({ seenAt, isGone, facts, kind, name, workloadKind, workloadName, ...state }) => ({
      at_seen_at: seenAt,
      is_gone: isGone ? "1" : "0",
      facts: JSON.stringify(facts),
      object_kind: kind,
      object_name: name,
      workload_kind: workloadKind,
      workload_name: workloadName,
      ...state,
    })),
  );

/** The last that was seen of everything in a cluster that was there then. */
export async function statesOf(clickhouse: ClickHouse, cluster: string): Promise<StoredState[]> {
  const rows = await clickhouse.query<
    Omit<StoredState, "facts" | "seenAt" | "isGone"> & { facts: string; seen: string }
  >(sql`
    SELECT cluster, object_kind AS kind, namespace, object_name AS name, argMax(state.uid, seen_at) AS uid,
           argMax(workload_kind, seen_at) AS workloadKind, argMax(workload_name, seen_at) AS workloadName,
           argMax(state.facts, seen_at) AS facts, toString(toUnixTimestamp64Milli(max(seen_at))) AS seen
    FROM kubernetes_state AS state WHERE cluster = ${cluster}
    GROUP BY cluster, object_kind, namespace, object_name HAVING argMax(is_gone, seen_at) = 0`);
  return rows.map(({ facts, seen, ...row }) => ({
    ...row,
    facts: JSON.parse(facts) as Facts,
    seenAt: Number(seen),
    isGone: false,
  }));
}

export interface About {
  readonly cluster: string;
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  readonly type: string | undefined;
  readonly search: string;
  readonly limit: number;
}

const within = (window: Window): Sql =>
  sql`time >= fromUnixTimestamp64Milli(${window.from}, 'UTC') AND time < fromUnixTimestamp64Milli(${window.to}, 'UTC')`;

/** An object is asked for by its own name or by that of its workload. */
function conditions(window: Window, about: About, workload: boolean): Sql {
  const { cluster, namespace, kind, name, type, search } = about;
  const either = (column: string, value: string) =>
    workload
      ? sql`(${raw(`object_${column}`)} = ${value} OR ${raw(`workload_${column}`)} = ${value})`
      : sql`${raw(`object_${column}`)} = ${value}`;
  const text = raw(workload ? "concat(reason, ' ', summary, ' ', actor)" : "concat(reason, ' ', message)");
  return join(
    [
      within(window),
      ...(cluster === "" ? [] : [sql`cluster = ${cluster}`]),
      ...(namespace === "" ? [] : [sql`namespace = ${namespace}`]),
      ...(kind === "" ? [] : [either("kind", kind)]),
      ...(name === "" ? [] : [either("name", name)]),
      ...(type === undefined ? [] : [sql`type = ${type}`]),
      ...(search === "" ? [] : [sql`positionCaseInsensitiveUTF8(${text}, ${search}) > 0`]),
    ],
    " AND ",
  );
}

interface RawRow {
  readonly at: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}
const objectOf = ({ kind, namespace, name }: RawRow) => ({ kind, namespace, name });

/** Newest first; of an event that was told again only the last. */
export async function events(read: Read, window: Window, about: About): Promise<EventRow[]> {
  type Raw = Omit<EventRow, "time" | "firstTime" | "count" | "object"> &
    RawRow & { first: string; times: string };
  const rows = await read<Raw>(sql`
    SELECT cluster, toString(toUnixTimestamp64Milli(time)) AS at, toString(toUnixTimestamp64Milli(first_time)) AS first,
           type, reason, message, toString(count) AS times, source, object_kind AS kind, object_name AS name, namespace
    FROM kubernetes_events WHERE ${conditions(window, about, false)}
    ORDER BY time DESC, event_uid, count DESC LIMIT 1 BY cluster, event_uid LIMIT ${about.limit}`);
  return rows.map((row) => ({
    cluster: row.cluster,
    time: Number(row.at),
    firstTime: Number(row.first),
    type: row.type,
    reason: row.reason,
    message: row.message,
    count: Number(row.times),
    source: row.source,
    object: objectOf(row),
  }));
}

export async function changes(read: Read, window: Window, about: About): Promise<ChangeRow[]> {
  type Raw = Pick<ChangeRow, "cluster" | "type" | "summary" | "reason" | "actor"> &
    RawRow & {
      id: string;
      workloadKind: string;
      workloadName: string;
      told: string;
      exit: string;
      late: number;
    };
  const rows = await read<Raw>(sql`
    SELECT change_id AS id, cluster, toString(toUnixTimestamp64Milli(time)) AS at, type, object_kind AS kind,
           object_name AS name, namespace, workload_kind AS workloadKind, workload_name AS workloadName, summary,
           differences AS told, reason, exit_code AS exit, actor, is_late AS late
    FROM kubernetes_changes WHERE ${conditions(window, about, true)}
    ORDER BY time DESC, change_id LIMIT 1 BY change_id LIMIT ${about.limit}`);
  return rows.map(({ told, exit, late, at, workloadKind, workloadName, ...row }) => ({
    id: row.id,
    cluster: row.cluster,
    time: Number(at),
    type: row.type,
    object: objectOf({ ...row, at }),
    workload: { kind: workloadKind, namespace: row.namespace, name: workloadName },
    summary: row.summary,
    differences: JSON.parse(told) as ChangeRow["differences"],
    reason: row.reason,
    exitCode: exit === "" ? null : Number(exit),
    actor: row.actor,
    isLate: late === 1,
  }));
}
