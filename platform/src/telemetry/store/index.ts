import { join } from "node:path";
import {
  type ClickHouse,
  type ConnectOptions,
  connect,
  createTable,
  createView,
  migrate,
  type Migration,
  raw,
  setRetention,
  startEngine,
  type Table,
  type Topology,
  type View,
} from "@naru/clickhouse";
import type { ProcessState } from "@naru/supervise";
import { alertTables } from "./alerts-schema.ts";
import { apmTables, apmViews } from "./apm-schema.ts";
import { healingTables } from "./healing-schema.ts";
import { incidentTables } from "./incidents-schema.ts";
import { kubernetesTables } from "./kubernetes-schema.ts";
import { profileTables } from "./profile-schema.ts";
import { tables, views } from "./schema.ts";
import { sessionTables } from "./sessions-schema.ts";

export { calledPeer } from "./apm-schema.ts";
export { durationBucket } from "./columns.ts";
export { storeMetrics } from "./metrics.ts";

export interface StoreOptions {
  readonly dataFolder: string;
  readonly clickhouseUrl?: string;
  readonly memoryLimitBytes: number;
  readonly retention: Retention;
  /** Told of every end of the embedded engine that nobody asked for. */
  readonly onEnd?: (why: string) => void;
}

export interface Retention {
  readonly tracesSeconds: number;
  readonly logsSeconds: number;
  readonly metricsSeconds: number;
  readonly profilesSeconds: number;
  readonly incidentsSeconds: number;
}

export interface Store {
  readonly clickhouse: ClickHouse;
  /** How another thread reaches the same store. */
  readonly address: ConnectOptions;
  /** Process of the embedded engine; undefined when a server answers. */
  readonly enginePid: () => number | undefined;
  readonly engine: () => ProcessState;
  readonly stop: () => Promise<void>;
}

/** Opens the telemetry store, embedded or on a server, and brings its schema up to date.
 *  @throws Error when it can't be started, or was written by a newer release */
export async function openStore(options: StoreOptions): Promise<Store> {
  const store = await open(options);
  try {
    await migrate(store.clickhouse, migrations({ kind: "single" }));
    await applyRetention(store.clickhouse, options.retention);
  } catch (error) {
    await store.stop();
    throw error;
  }
  return store;
}

/** The whole history of the schema, for one node or for a cluster. */
export function migrations(topology: Topology): Migration[] {
  const created = (tables: readonly Table[], views: readonly View[] = []) => [
    ...tables.flatMap((table) => createTable(table, topology)),
    ...views.map((view) => createView(view, topology)),
  ];
  return [
    { version: 1, name: "telemetry", statements: created(tables, views) },
    { version: 2, name: "kubernetes", statements: created(kubernetesTables) },
    { version: 3, name: "applications", statements: created(apmTables, apmViews) },
    { version: 4, name: "profiles", statements: created(profileTables) },
    { version: 5, name: "alerts", statements: created(alertTables) },
    { version: 6, name: "incidents", statements: created(incidentTables) },
    { version: 7, name: "sessions", statements: created(sessionTables) },
    { version: 8, name: "healing", statements: created(healingTables) },
  ];
}

async function open(options: StoreOptions): Promise<Store> {
  if (options.clickhouseUrl !== undefined) {
    const url = options.clickhouseUrl;
    const clickhouse = connect({ url });
    const state: ProcessState = { isReady: true, restarts: 0, message: "" };
    return {
      clickhouse,
      address: { url },
      enginePid: () => undefined,
      engine: () => state,
      stop: () => clickhouse.close(),
    };
  }
  const engine = await startEngine({
    folder: join(options.dataFolder, "clickhouse"),
    memoryLimitBytes: options.memoryLimitBytes,
    onEnd: options.onEnd,
  });
  return {
    clickhouse: engine.clickhouse,
    address: engine.address,
    enginePid: engine.pid,
    engine: engine.state,
    stop: engine.stop,
  };
}

async function applyRetention(clickhouse: ClickHouse, retention: Retention): Promise<void> {
  const telemetry = {
    traces: retention.tracesSeconds,
    logs: retention.logsSeconds,
    metrics: retention.metricsSeconds,
    profiles: retention.profilesSeconds,
  };
  const seconds = {
    ...telemetry,
    incidents: retention.incidentsSeconds,
    longest: Math.max(...Object.values(telemetry)),
  };
  const all = [
    ...tables,
    ...kubernetesTables,
    ...apmTables,
    ...profileTables,
    ...alertTables,
    ...incidentTables,
    ...sessionTables,
    ...healingTables,
  ];
  const rows = await clickhouse.query<{ name: string; create_table_query: string }>(
    raw("SELECT name, create_table_query FROM system.tables WHERE database = currentDatabase()"),
  );
  const now = new Map(rows.map((row) => [row.name, row.create_table_query]));
  for (const table of all) {
    const wanted = seconds[table.retention.signal];
    if (now.get(table.name)?.includes(`toIntervalSecond(${wanted})`)) continue;
    await clickhouse.command(raw(setRetention(table, wanted, { kind: "single" })));
  }
}
