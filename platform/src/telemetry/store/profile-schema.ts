import type { Table } from "@naru/clickhouse";
import { attributes } from "./columns.ts";

/* Profiles. A row of `profile_samples` is what was counted on one stack: at an instant, or, where `duration` is not 0, over
 * the time that a profile took. Stacks and their frames repeat, so they are stored once a day and service, and referred
 * to by a 64-bit hash. Why, with figures: docs/decisions/0008-profiles.md */

/** Samples of one type and stack lie together, in order of time. */
const samples: Table = {
  name: "profile_samples",
  retention: { signal: "profiles", column: "time" },
  columns: {
    time: "DateTime64(9, 'UTC') CODEC(Delta, ZSTD(1))",
    duration: "UInt64 CODEC(T64, ZSTD(1))",
    service: "LowCardinality(String)",
    /** As the profile names it: cpu, wall, samples, alloc_space, inuse_space, … */
    type: "LowCardinality(String)",
    unit: "LowCardinality(String)",
    stack_id: "UInt64 CODEC(ZSTD(1))",
    value: "Int64 CODEC(T64, ZSTD(1))",
    thread: "LowCardinality(String)",
    /** Of the span that was active; zero bytes where the profiler does not know. */
    trace_id: "FixedString(16) CODEC(ZSTD(1))",
    span_id: "FixedString(8) CODEC(ZSTD(1))",
    attributes: attributes.attributes,
    attribute_types: attributes.attribute_types,
    resource_id: "UInt64 CODEC(ZSTD(1))",
  },
  indexes: ["by_span span_id TYPE bloom_filter(0.01) GRANULARITY 1"],
  engine: "MergeTree",
  partitionBy: "toDate(time)",
  orderBy: "service, type, unit, toStartOfInterval(time, INTERVAL 10 MINUTE), resource_id, stack_id, time",
};

/** Frame ids from the outermost to the innermost. In their order, so that stacks with the same beginning are neighbours. */
const stacks: Table = {
  name: "profile_stacks",
  retention: { signal: "profiles", column: "day" },
  columns: {
    day: "Date",
    service: "LowCardinality(String)",
    stack_id: "UInt64 CODEC(ZSTD(1))",
    frames: "Array(UInt64) CODEC(ZSTD(3))",
  },
  engine: "ReplacingMergeTree",
  partitionBy: "day",
  orderBy: "service, frames",
};

/** `type` is the attribute profile.frame.type: v8js, native, kernel, jvm, …; lines count from 1, 0 is unknown. */
const frames: Table = {
  name: "profile_frames",
  retention: { signal: "profiles", column: "day" },
  columns: {
    day: "Date",
    service: "LowCardinality(String)",
    frame_id: "UInt64 CODEC(ZSTD(1))",
    function: "String CODEC(ZSTD(3))",
    file: "LowCardinality(String)",
    line: "UInt32 CODEC(ZSTD(1))",
    start_line: "UInt32 CODEC(ZSTD(1))",
    module: "LowCardinality(String)",
    type: "LowCardinality(String)",
  },
  engine: "ReplacingMergeTree",
  partitionBy: "day",
  orderBy: "service, file, function, line, frame_id",
};

export const profileTables = [samples, stacks, frames];
