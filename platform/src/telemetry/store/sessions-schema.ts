import type { Table } from "@naru/clickhouse";

const time = "DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))";
const text = "String CODEC(ZSTD(1))";

/** What happened to user sessions: a store was away or another server took over (`outage`), or sessions were ended (`ended`), by whom
 *  (`by_user`; empty: by a limit) and how many. Nothing in it names a session. */
const events: Table = {
  name: "session_events",
  retention: { signal: "longest", column: "time" },
  columns: {
    time,
    kind: "LowCardinality(String)",
    store: "LowCardinality(String)",
    application: "LowCardinality(String)",
    from_time: time,
    before_server: text,
    after_server: text,
    lost_ms: "UInt32 CODEC(ZSTD(1))",
    sessions: "UInt32 CODEC(ZSTD(1))",
    by_user: text,
    why: text,
  },
  engine: "MergeTree",
  partitionBy: "toYYYYMM(time)",
  orderBy: "time",
};

export const sessionTables = [events];
