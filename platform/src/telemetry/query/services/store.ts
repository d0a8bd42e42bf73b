import { raw, type Sql, sql } from "@naru/clickhouse";
import type { Read } from "../reader.ts";
import type { Grid, Window } from "../window.ts";

/** Requests of one group: at one step, or over the whole window when `at` is null. */
export interface RedRow {
  readonly service: string;
  readonly name: string;
  readonly kind: number;
  readonly at: string | null;
  readonly requests: string;
  readonly errors: string;
  /** Duration buckets (see the schema) of the 50th, 95th and 99th percentile. */
  readonly buckets: readonly [number, number, number];
}

/** Entry spans only: what a service was asked to do, not what it did inside. */
export function redByService(read: Read, window: Window, grid: Grid): Promise<RedRow[]> {
  const groups = sql`service, '' AS name, 0 AS kind`;
  return read(red(groups, sql`(service), (service, step)`, window, grid, raw("true")));
}

export function redByOperation(read: Read, service: string, window: Window, grid: Grid): Promise<RedRow[]> {
  const sets = sql`(service, name, kind), (service, name, kind, step)`;
  return read(red(sql`service, name, kind`, sets, window, grid, sql`service = ${service}`));
}

export async function namespaces(read: Read, window: Window): Promise<ReadonlyMap<string, string>> {
  const rows = await read<{ service: string; namespace: string }>(sql`
    SELECT service, argMax(resources.namespace, day) AS namespace FROM resources
    WHERE day >= toDate(fromUnixTimestamp64Milli(${window.from}, 'UTC')) - 1 AND resources.namespace != ''
    GROUP BY service`);
  return new Map(rows.map(({ service, namespace }) => [service, namespace]));
}

function red(groups: Sql, sets: Sql, window: Window, grid: Grid, only: Sql): Sql {
  return sql`
    SELECT ${groups}, if(grouping(step) = 0, toString(toUnixTimestamp(step)), NULL) AS at,
           sum(steps.requests) AS requests, sum(steps.errors) AS errors,
           quantilesExactWeighted(0.5, 0.95, 0.99)(bucket, steps.requests) AS buckets
    FROM (
      SELECT *, toStartOfInterval(time, toIntervalSecond(${grid.stepSeconds})) AS step
      FROM ${raw(rollupFor(grid))}
      WHERE inner = 0 AND ${only}
        AND time >= fromUnixTimestamp64Milli(${grid.times[0] ?? window.from}, 'UTC')
        AND time < fromUnixTimestamp64Milli(${window.to}, 'UTC')
    ) AS steps
    GROUP BY GROUPING SETS (${sets})`;
}

/** The coarser table has a sixth of the rows. */
const rollupFor = ({ stepSeconds }: Grid) => (stepSeconds % 60 === 0 ? "spans_1m" : "spans_10s");
