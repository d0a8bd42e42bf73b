import { raw, type Sql, sql } from "@naru/clickhouse";
import type { Grid, Read, Window } from "#telemetry/query/index.ts";

/** Of one group: at one step, or over the whole window when `at` is null. */
export interface RollupRow {
  readonly at: string | null;
  readonly requests: string;
  readonly errors: string;
  readonly nanos: string;
  /** Duration buckets (see the schema) of the 50th, 95th and 99th percentile. */
  readonly buckets: readonly [number, number, number];
}

export interface Rollup {
  readonly table: "spans" | "statements" | "calls";
  /** Columns that make a group. */
  readonly key: string;
  /** Further columns, as aggregates over the rows of a group. */
  readonly more?: Sql;
  readonly holds: Sql;
  /** Groups that are asked for, the first ones by this. */
  readonly order: "total" | "requests" | "errors" | "p95";
  readonly limit: number;
}

const measures = {
  total: "sum(duration_sum)",
  requests: "sum(requests)",
  errors: "sum(errors)",
  p95: "quantileExactWeightedArray(0.95)(durations.1, durations.2)",
};

/** The first groups of a rollup table by order, in total and by step. */
export function topOf<Key>(
  read: Read,
  { from, to }: Window,
  grid: Grid,
  { table, key, more, holds, order, limit }: Rollup,
): Promise<(RollupRow & Key)[]> {
  const name = raw(table === "spans" && grid.stepSeconds % 60 !== 0 ? "spans_10s" : `${table}_1m`);
  const first = grid.times[0] ?? from;
  const source = sql`${name} WHERE time >= fromUnixTimestamp64Milli(${first}, 'UTC')
    AND time < fromUnixTimestamp64Milli(${to}, 'UTC') AND ${holds}`;
  const keys = raw(key);
  return read(sql`
    SELECT ${keys}, ${more ? sql`${more}, ` : raw("")}
           if(grouping(step) = 0, toString(toUnixTimestamp(step)), NULL) AS at,
           sum(steps.requests) AS requests, sum(steps.errors) AS errors, toString(sum(duration_sum)) AS nanos,
           quantilesExactWeightedArray(0.5, 0.95, 0.99)(durations.1, durations.2) AS buckets
    FROM (SELECT *, toStartOfInterval(time, toIntervalSecond(${grid.stepSeconds})) AS step FROM ${source}
            AND (${keys}) IN (SELECT ${keys} FROM ${source} GROUP BY ${keys}
                              ORDER BY ${raw(measures[order])} DESC, ${keys} LIMIT ${limit})) AS steps
    GROUP BY GROUPING SETS ((${keys}), (${keys}, step))`);
}
