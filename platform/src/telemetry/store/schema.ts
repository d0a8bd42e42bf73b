import type { Table, View } from "@naru/clickhouse";
import {
  attributes,
  durationBucket,
  logColumns,
  origin,
  rolledUp,
  rollup,
  rollupTime,
  time,
} from "./columns.ts";

/* Conventions.
 * - Ids are the bytes that were sent. Sixteen zero bytes mean "none".
 * - Times are DateTime64(9), UTC; durations UInt64 nanoseconds.
 * - An attribute set is two columns: `attributes` (key to text) and `attribute_types`, one letter a key in the
 *   map's order: s string, i int, d double, b bool, y bytes (base64), a array, m map (both JSON), e empty.
 *   The letters hardly vary, so they cost next to nothing on disk, and `attributes['http.response.status_code']`
 *   is found whatever its type.
 * - Resources, scopes and metric series are stored once a day and referred to by a 64-bit hash.
 * Why, with figures: docs/decisions/0002-telemetry-schema.md */

/** Entry spans (server, consumer, or without a parent) come first in each minute: what counts transactions
 *  reads only them. The rest of a trace lies together, which makes ids compress and a trace cheap to fetch. */
const spans: Table = {
  name: "spans",
  retention: { signal: "traces", column: "start_time" },
  columns: {
    /** Spans lie in the order of their ids within a minute: bits cut off read twice as fast as differences. */
    start_time: "DateTime64(9, 'UTC') CODEC(T64, LZ4)",
    duration: "UInt64 CODEC(T64, ZSTD(1))",
    trace_id: "FixedString(16) CODEC(ZSTD(1))",
    span_id: "FixedString(8) CODEC(ZSTD(1))",
    parent_span_id: "FixedString(8) CODEC(ZSTD(1))",
    inner: "UInt8 CODEC(ZSTD(1))",
    service: "LowCardinality(String)",
    name: "LowCardinality(String)",
    kind: "UInt8 CODEC(ZSTD(1))",
    status: "UInt8 CODEC(ZSTD(1))",
    status_message: "String CODEC(ZSTD(1))",
    trace_state: "String CODEC(ZSTD(1))",
    flags: "UInt32 CODEC(ZSTD(1))",
    ...attributes,
    dropped_events: "UInt32 CODEC(ZSTD(1))",
    dropped_links: "UInt32 CODEC(ZSTD(1))",
    event_times: "Array(Int64) CODEC(ZSTD(1))",
    event_names: "Array(LowCardinality(String))",
    event_attributes: "Array(Map(LowCardinality(String), String)) CODEC(ZSTD(1))",
    event_attribute_types: "Array(LowCardinality(String))",
    event_dropped_attributes: "Array(UInt32) CODEC(ZSTD(1))",
    link_trace_ids: "Array(FixedString(16)) CODEC(ZSTD(1))",
    link_span_ids: "Array(FixedString(8)) CODEC(ZSTD(1))",
    link_trace_states: "Array(String) CODEC(ZSTD(1))",
    link_flags: "Array(UInt32) CODEC(ZSTD(1))",
    link_attributes: "Array(Map(LowCardinality(String), String)) CODEC(ZSTD(1))",
    link_attribute_types: "Array(LowCardinality(String))",
    link_dropped_attributes: "Array(UInt32) CODEC(ZSTD(1))",
    ...origin,
  },
  indexes: [
    "by_trace trace_id TYPE bloom_filter(0.001) GRANULARITY 1",
    "by_value mapValues(attributes) TYPE bloom_filter(0.02) GRANULARITY 2",
  ],
  engine: "MergeTree",
  partitionBy: "toDate(start_time)",
  orderBy: "toStartOfMinute(start_time), inner, trace_id",
};

const logs: Table = {
  name: "logs",
  retention: { signal: "logs", column: "time" },
  columns: logColumns,
  indexes: [
    "by_word body TYPE text(tokenizer = 'splitByNonAlpha', preprocessor = lower(body))",
    "by_trace trace_id TYPE bloom_filter(0.01) GRANULARITY 1",
  ],
  engine: "MergeTree",
  partitionBy: "toDate(time)",
  orderBy: "toStartOfMinute(time), service, time",
};

const metricPoint = {
  metric: "LowCardinality(String)",
  series_id: "UInt64 CODEC(ZSTD(1))",
  time,
  /** 1970-01-01 when not given. */
  start_time: time,
  flags: "UInt32 CODEC(ZSTD(1))",
};

/** Gauges and sums. An integer value is exact in `int_value` and rounded in `value`. */
const metricNumbers: Table = {
  name: "metric_numbers",
  retention: { signal: "metrics", column: "time" },
  columns: {
    ...metricPoint,
    value: "Float64 CODEC(ZSTD(1))",
    int_value: "Int64 CODEC(T64, ZSTD(1))",
    is_int: "UInt8 CODEC(ZSTD(1))",
  },
  engine: "MergeTree",
  partitionBy: "toDate(time)",
  orderBy: "metric, series_id, time",
};

/** Histograms (bounds, counts), exponential histograms (scale, offsets, positive and negative counts) and
 *  summaries (quantiles, values). `has` tells which of sum (1), min (2) and max (4) were given. */
const metricDistributions: Table = {
  name: "metric_distributions",
  retention: { signal: "metrics", column: "time" },
  columns: {
    ...metricPoint,
    count: "UInt64 CODEC(T64, ZSTD(1))",
    sum: "Float64 CODEC(ZSTD(1))",
    min: "Float64 CODEC(ZSTD(1))",
    max: "Float64 CODEC(ZSTD(1))",
    has: "UInt8 CODEC(ZSTD(1))",
    bounds: "Array(Float64) CODEC(ZSTD(1))",
    counts: "Array(UInt64) CODEC(ZSTD(1))",
    scale: "Int32 CODEC(ZSTD(1))",
    zero_count: "UInt64 CODEC(ZSTD(1))",
    zero_threshold: "Float64 CODEC(ZSTD(1))",
    positive_offset: "Int32 CODEC(ZSTD(1))",
    positive_counts: "Array(UInt64) CODEC(ZSTD(1))",
    negative_offset: "Int32 CODEC(ZSTD(1))",
    negative_counts: "Array(UInt64) CODEC(ZSTD(1))",
    quantiles: "Array(Float64) CODEC(ZSTD(1))",
    quantile_values: "Array(Float64) CODEC(ZSTD(1))",
  },
  engine: "MergeTree",
  partitionBy: "toDate(time)",
  orderBy: "metric, series_id, time",
};

const metricExemplars: Table = {
  name: "metric_exemplars",
  retention: { signal: "metrics", column: "time" },
  columns: {
    metric: "LowCardinality(String)",
    series_id: "UInt64 CODEC(ZSTD(1))",
    time,
    value: "Float64 CODEC(ZSTD(1))",
    int_value: "Int64 CODEC(ZSTD(1))",
    is_int: "UInt8 CODEC(ZSTD(1))",
    trace_id: "FixedString(16) CODEC(ZSTD(1))",
    span_id: "FixedString(8) CODEC(ZSTD(1))",
    attributes: attributes.attributes,
    attribute_types: attributes.attribute_types,
  },
  engine: "MergeTree",
  partitionBy: "toDate(time)",
  orderBy: "metric, series_id, time",
};

/** One row a series and day. `kind`: 1 gauge, 2 sum, 3 histogram, 4 exponential histogram, 5 summary;
 *  `temporality`: 0 unspecified, 1 delta, 2 cumulative. */
const metricSeries: Table = {
  name: "metric_series",
  retention: { signal: "metrics", column: "day" },
  columns: {
    day: "Date",
    metric: "LowCardinality(String)",
    series_id: "UInt64",
    kind: "UInt8",
    unit: "LowCardinality(String)",
    description: "LowCardinality(String)",
    temporality: "UInt8",
    monotonic: "UInt8",
    service: "LowCardinality(String)",
    attributes: attributes.attributes,
    attribute_types: attributes.attribute_types,
    ...origin,
  },
  engine: "ReplacingMergeTree",
  partitionBy: "day",
  orderBy: "metric, series_id",
};

const resources: Table = {
  name: "resources",
  retention: { signal: "longest", column: "day" },
  columns: {
    day: "Date",
    resource_id: "UInt64",
    service: "LowCardinality(String)",
    namespace: "LowCardinality(String)",
    schema_url: "LowCardinality(String)",
    ...attributes,
  },
  engine: "ReplacingMergeTree",
  partitionBy: "day",
  orderBy: "resource_id",
};

const scopes: Table = {
  name: "scopes",
  retention: { signal: "longest", column: "day" },
  columns: {
    day: "Date",
    scope_id: "UInt64",
    name: "LowCardinality(String)",
    version: "LowCardinality(String)",
    schema_url: "LowCardinality(String)",
    ...attributes,
  },
  engine: "ReplacingMergeTree",
  partitionBy: "day",
  orderBy: "scope_id",
};

/** Of every operation. */
const spans10s: Table = {
  name: "spans_10s",
  retention: { signal: "traces", column: "time" },
  columns: {
    time: rollupTime,
    service: "LowCardinality(String)",
    name: "LowCardinality(String)",
    kind: "UInt8",
    inner: "UInt8",
    ...rollup,
  },
  engine: "SummingMergeTree",
  partitionBy: "toDate(time)",
  orderBy: "inner, toStartOfHour(time), service, name, kind, time",
};

const spans1m: Table = { ...spans10s, name: "spans_1m", retention: { signal: "longest", column: "time" } };

/** Of the entry spans of every service. */
const services10s: Table = {
  name: "services_10s",
  retention: { signal: "traces", column: "time" },
  columns: { time: rollupTime, service: "LowCardinality(String)", ...rollup },
  engine: "SummingMergeTree",
  partitionBy: "toDate(time)",
  orderBy: "toStartOfHour(time), service, time",
};

const services1m: Table = {
  ...services10s,
  name: "services_1m",
  retention: { signal: "longest", column: "time" },
};

const operation = "service, name, kind, inner";

const fromSpans = rolledUp(
  operation,
  `SELECT toStartOfInterval(start_time, INTERVAL 10 SECOND) AS time, ${operation},
          ${durationBucket} AS bucket, count() AS n, countIf(status = 2) AS failed,
          sum(duration) AS nanos
   FROM spans`,
);

/** The view reads what an insert has just put into the finer rollup. What a row has once goes with its first bucket. */
const fromRollup = (source: string, time: string, key: string, condition = "true") =>
  rolledUp(
    key,
    `SELECT ${time} AS time, ${key}, bucket, sum(inBucket) AS n, sum(if(position = 1, finer.errors, 0)) AS failed,
            sum(if(position = 1, finer.duration_sum, 0)) AS nanos
     FROM ${source} AS finer
     ARRAY JOIN finer.durations.1 AS bucket, finer.durations.2 AS inBucket, arrayEnumerate(finer.durations.1) AS position
     WHERE ${condition}`,
  );

const views: View[] = [
  { name: "spans_10s_fill", to: "spans_10s", select: fromSpans },
  {
    name: "spans_1m_fill",
    to: "spans_1m",
    select: fromRollup("spans_10s", "toStartOfMinute(finer.time)", operation),
  },
  {
    name: "services_10s_fill",
    to: "services_10s",
    select: fromRollup("spans_10s", "finer.time", "service", "inner = 0"),
  },
  {
    name: "services_1m_fill",
    to: "services_1m",
    select: fromRollup("services_10s", "toStartOfMinute(finer.time)", "service"),
  },
];

export const tables = [
  spans,
  logs,
  metricNumbers,
  metricDistributions,
  metricExemplars,
  metricSeries,
  resources,
  scopes,
  spans10s,
  spans1m,
  services10s,
  services1m,
];
export { views };
