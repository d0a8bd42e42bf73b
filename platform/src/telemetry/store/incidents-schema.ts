import type { Table } from "@naru/clickhouse";

/* What became of incidents. Rows are only ever added: what holds is the last revision of each. */

const time = "DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))";
const text = "String CODEC(ZSTD(1))";
const json = "String CODEC(ZSTD(3))";

/** One row for each step of an incident, with all that it has become and what happened in this step (`happenings`), so that
 *  one insert is one step. `summary`, `body`, `services`, `features` and `happenings` are JSON; a time of 0 is none. */
const revisions: Table = {
  name: "incident_revisions",
  retention: { signal: "incidents", column: "time" },
  columns: {
    time,
    incident_id: text,
    revision: "UInt32 CODEC(DoubleDelta, ZSTD(1))",
    state: "LowCardinality(String)",
    opened_at: time,
    ended_at: time,
    resolved_at: time,
    cause_kind: "LowCardinality(String)",
    services: text,
    features: json,
    search_text: json,
    summary: json,
    body: json,
    happenings: json,
  },
  engine: "MergeTree",
  partitionBy: "toYYYYMM(time)",
  orderBy: "incident_id, revision, time",
};

/** Diagnoses that revisions name by their ids, stored before them. */
const diagnoses: Table = {
  name: "incident_diagnoses",
  retention: { signal: "incidents", column: "time" },
  columns: { time, incident_id: text, diagnosis_id: text, body: json },
  engine: "MergeTree",
  partitionBy: "toYYYYMM(time)",
  orderBy: "incident_id, diagnosis_id",
};

export const incidentTables = [revisions, diagnoses];
