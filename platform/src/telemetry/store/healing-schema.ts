import type { Table } from "@naru/clickhouse";

const time = "DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))";
const text = "String CODEC(ZSTD(1))";
const json = "String CODEC(ZSTD(3))";

/** What was done with sick pods and nodes, a row a step (`scaling/healing/api.ts` says which there are). `by_user`: who asked for it;
 *  empty: Naru. `evidence` and `signs` are JSON. */
const steps: Table = {
  name: "healing_steps",
  retention: { signal: "incidents", column: "time" },
  columns: {
    time,
    cluster: "LowCardinality(String)",
    namespace: "LowCardinality(String)",
    kind: "LowCardinality(String)",
    workload: "LowCardinality(String)",
    pod: text,
    node: "LowCardinality(String)",
    step: "LowCardinality(String)",
    reason: text,
    policy: "LowCardinality(String)",
    by_user: text,
    evidence: json,
    signs: json,
    after_ms: "UInt64 CODEC(ZSTD(1))",
  },
  engine: "MergeTree",
  partitionBy: "toYYYYMM(time)",
  orderBy: "time",
};

export const healingTables = [steps];
