import type { Table } from "@naru/clickhouse";

/* What happened in clusters. Rows are written again when Naru starts again; the keys make them one. */

const time = "DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))";
const object = {
  cluster: "LowCardinality(String)",
  namespace: "LowCardinality(String)",
  object_kind: "LowCardinality(String)",
  object_name: "String CODEC(ZSTD(1))",
};
const workload = { workload_kind: "LowCardinality(String)", workload_name: "String CODEC(ZSTD(1))" };

/** One row for each time that an event was told: `count` grows. */
const events: Table = {
  name: "kubernetes_events",
  retention: { signal: "longest", column: "time" },
  columns: {
    time,
    first_time: time,
    ...object,
    event_uid: "String CODEC(ZSTD(1))",
    type: "LowCardinality(String)",
    reason: "LowCardinality(String)",
    message: "String CODEC(ZSTD(1))",
    count: "UInt32 CODEC(ZSTD(1))",
    source: "LowCardinality(String)",
  },
  engine: "ReplacingMergeTree",
  partitionBy: "toDate(time)",
  orderBy: "toStartOfHour(time), cluster, event_uid, count",
};

/** `differences` is JSON: a list of field, before and after. `exit_code` is empty when there is none. */
const changes: Table = {
  name: "kubernetes_changes",
  retention: { signal: "longest", column: "time" },
  columns: {
    time,
    change_id: "String CODEC(ZSTD(1))",
    ...object,
    uid: "String CODEC(ZSTD(1))",
    ...workload,
    type: "LowCardinality(String)",
    summary: "String CODEC(ZSTD(1))",
    differences: "String CODEC(ZSTD(1))",
    reason: "LowCardinality(String)",
    exit_code: "LowCardinality(String)",
    actor: "LowCardinality(String)",
    is_late: "UInt8 CODEC(ZSTD(1))",
  },
  engine: "ReplacingMergeTree",
  partitionBy: "toDate(time)",
  orderBy: "toStartOfHour(time), cluster, change_id",
};

/** The last that was seen of each object, so that what happens while nobody looks is found afterwards. */
const state: Table = {
  name: "kubernetes_state",
  retention: { signal: "longest", column: "seen_at" },
  columns: {
    seen_at: time,
    ...object,
    uid: "String CODEC(ZSTD(1))",
    ...workload,
    facts: "String CODEC(ZSTD(1))",
    is_gone: "UInt8 CODEC(ZSTD(1))",
  },
  engine: "ReplacingMergeTree",
  partitionBy: "tuple()",
  orderBy: "cluster, object_kind, namespace, object_name",
};

export const kubernetesTables = [events, changes, state];
