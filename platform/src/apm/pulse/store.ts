import { raw, sql } from "@naru/clickhouse";
import type { Grid, Read, Window } from "#telemetry/query/index.ts";

/** Of one step, or of the whole window when `at` is null. */
export interface PulseRow {
  readonly at: string | null;
  readonly requests: string;
  readonly errors: string;
  readonly satisfied: string;
  readonly tolerated: string;
  /** Duration buckets (see the schema) of the 50th, 95th and 99th percentile. */
  readonly buckets: readonly [number, number, number];
}

/** Requests of a rollup that took less than so many nanoseconds, to the width of a bucket. */
const within = (nano: number) =>
  sql`sum(arraySum(arrayMap((b, n) -> if(b < ${Math.floor(16 * Math.log2(nano + 1))}, n, 0), durations.1, durations.2)))`;

/** @param apdexNano  what satisfies, at most; four times as long is tolerated */
export function pulseBySteps(
  read: Read,
  { to, from }: Window,
  grid: Grid,
  service: string,
  apdexNano: number,
): Promise<PulseRow[]> {
  const table = raw(grid.stepSeconds % 60 === 0 ? "services_1m" : "services_10s");
  return read(sql`
    SELECT if(grouping(step) = 0, toString(toUnixTimestamp(step)), NULL) AS at,
           sum(steps.requests) AS requests, sum(steps.errors) AS errors,
           ${within(apdexNano)} AS satisfied, ${within(4 * apdexNano)} - satisfied AS tolerated,
           quantilesExactWeightedArray(0.5, 0.95, 0.99)(durations.1, durations.2) AS buckets
    FROM (SELECT *, toStartOfInterval(time, toIntervalSecond(${grid.stepSeconds})) AS step FROM ${table}
          WHERE time >= fromUnixTimestamp64Milli(${grid.times[0] ?? from}, 'UTC')
            AND time < fromUnixTimestamp64Milli(${to}, 'UTC') AND (${service} = '' OR service = ${service})) AS steps
    GROUP BY GROUPING SETS ((), (step))`);
}
