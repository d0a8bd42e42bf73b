import type { Table, View } from "./schema.ts";

/** Where the tables live. A cluster gets a replicated local table, a `Distributed` table over it under the plain
 *  name, and every statement runs on all of its nodes. */
export type Topology = { readonly kind: "single" } | { readonly kind: "cluster"; readonly cluster: string };

/** Statements that create a table, in order. */
export function createTable(table: Table, topology: Topology): string[] {
  if (topology.kind === "single") return [createLocal(table, table.name, "", table.engine)];
  const on = ` ON CLUSTER '${topology.cluster}'`;
  const replicated = `Replicated${table.engine}('/clickhouse/tables/{shard}/{database}/${table.name}', '{replica}')`;
  return [
    createLocal(table, local(table.name), on, replicated),
    `CREATE TABLE IF NOT EXISTS ${table.name}${on} AS ${local(table.name)}
     ENGINE = Distributed('${topology.cluster}', currentDatabase(), '${local(table.name)}', ${shardBy(table)})`,
  ];
}

/** On a cluster a view reads and fills the local tables, so that no row crosses the network twice. */
export function createView(view: View, topology: Topology): string {
  if (topology.kind === "single") {
    return `CREATE MATERIALIZED VIEW IF NOT EXISTS ${view.name} TO ${view.to} AS ${view.select}`;
  }
  const select = view.select.replace(/\bFROM (\w+)/, (_, source: string) => `FROM ${local(source)}`);
  return `CREATE MATERIALIZED VIEW IF NOT EXISTS ${view.name} ON CLUSTER '${topology.cluster}' TO ${local(view.to)} AS ${select}`;
}

/** Statement that sets how long rows are kept. */
export function setRetention(table: Table, seconds: number, topology: Topology): string {
  const { column } = table.retention;
  const name =
    topology.kind === "single" ? table.name : `${local(table.name)} ON CLUSTER '${topology.cluster}'`;
  return `ALTER TABLE ${name} MODIFY TTL toDateTime(${column}) + INTERVAL ${seconds} SECOND`;
}

const local = (name: string) => `${name}_local`;

/** A trace stays on one shard, and so does a metric series; what has neither, or mostly not, is spread evenly. */
function shardBy(table: Table): string {
  const key = ["trace_id", "series_id", "resource_id", "scope_id"].find((column) => column in table.columns);
  return ["logs", "profile_samples"].includes(table.name) || !key ? "rand()" : `sipHash64(${key})`;
}

/** A part is safe on disk when its insert returns, since the log of what it came from is deleted then. New parts are
 *  one file and merges are wide, which halves the processor time of an insert (bench/README.md). */
const partSettings = [
  "fsync_after_insert = 1",
  "fsync_part_directory = 1",
  "ttl_only_drop_parts = 1",
  "min_bytes_for_wide_part = 134217728",
  "merge_selector_base = 20",
];

function createLocal(table: Table, name: string, on: string, engine: string): string {
  const columns = Object.entries(table.columns).map(([column, type]) => `  ${column} ${type}`);
  const indexes = (table.indexes ?? []).map((index) => `  INDEX ${index}`);
  const window = engine.startsWith("Replicated")
    ? "replicated_deduplication_window = 10000"
    : "non_replicated_deduplication_window = 10000";
  return `CREATE TABLE IF NOT EXISTS ${name}${on} (
${[...columns, ...indexes].join(",\n")}
) ENGINE = ${engine}
PARTITION BY ${table.partitionBy}
ORDER BY (${table.orderBy})
SETTINGS ${[window, ...partSettings].join(", ")}`;
}
