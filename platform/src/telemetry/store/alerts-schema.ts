import type { Table } from "@naru/clickhouse";

/* What became of alerts. Rows are only ever added: what holds is the last one of each key, so that a process that ends
 * between two of them has lost nothing (docs/decisions/0009-alerts.md). */

const time = "DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))";
const text = "String CODEC(ZSTD(1))";

/** One row for each step of an alert; one that stands for long is written again each day, so that retention never
 *  takes away an alert that is firing. `labels` and `annotations` are JSON objects; a time of 0 is none. */
const states: Table = {
  name: "alert_states",
  retention: { signal: "longest", column: "time" },
  columns: {
    time,
    fingerprint: text,
    cluster: "LowCardinality(String)",
    rule: text,
    alert_name: "LowCardinality(String)",
    state: "LowCardinality(String)",
    labels: text,
    annotations: text,
    value: "Float64 CODEC(ZSTD(1))",
    active_at: time,
    fired_at: time,
    resolved_at: time,
    kept_since: time,
  },
  engine: "MergeTree",
  partitionBy: "toDate(time)",
  orderBy: "toStartOfHour(time), fingerprint, time",
};

/** What was told to whom: `intent` before a receiver is called, `sent` or `failed` after it. `firing` and `resolved`
 *  are JSON lists of episodes, `message` the JSON that is sent. */
const notifications: Table = {
  name: "alert_notifications",
  retention: { signal: "longest", column: "time" },
  columns: {
    time,
    notification_key: text,
    phase: "LowCardinality(String)",
    group_key: text,
    receiver: "LowCardinality(String)",
    integration: text,
    firing: text,
    resolved: text,
    message: "String CODEC(ZSTD(3))",
    attempts: "UInt16 CODEC(ZSTD(1))",
    error: text,
  },
  engine: "MergeTree",
  partitionBy: "toDate(time)",
  orderBy: "toStartOfHour(time), group_key, integration, time",
};

/** A row for each time that a silence was made, changed or ended. `matchers` is a JSON list. */
const silences: Table = {
  name: "alert_silences",
  retention: { signal: "longest", column: "ends_at" },
  columns: {
    time,
    silence_id: text,
    matchers: text,
    starts_at: time,
    ends_at: time,
    created_by: text,
    comment: text,
  },
  engine: "MergeTree",
  partitionBy: "tuple()",
  orderBy: "silence_id, time",
};

export const alertTables = [states, notifications, silences];
