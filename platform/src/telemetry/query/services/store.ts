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
  const source = sql`${raw(`services_${fineness(grid)}`)} WHERE true`;
  return read(red(source, raw("service"), raw("service, '' AS name, 0 AS kind"), window, grid));
}

export function redByOperation(read: Read, service: string, window: Window, grid: Grid): Promise<RedRow[]> {
  const source = sql`${raw(`spans_${fineness(grid)}`)} WHERE inner = 0 AND service = ${service}`;
  const key = raw("service, name, kind");
  return read(red(source, key, key, window, grid));
}

/** What services say of themselves, or else where they run in Kubernetes. */
export async function namespaces(read: Read, window: Window): Promise<ReadonlyMap<string, string>> {
  const rows = await read<{ service: string; namespace: string }>(sql`
    SELECT service, argMax(told, day) AS namespace
    FROM (SELECT service, day, if(resources.namespace != '', toString(resources.namespace), attributes['k8s.namespace.name']) AS told
          FROM resources WHERE day >= toDate(fromUnixTimestamp64Milli(${window.from}, 'UTC')) - 1)
    WHERE told != '' GROUP BY service`);
  return new Map(rows.map(({ service, namespace }) => [service, namespace]));
}

function red(source: Sql, key: Sql, columns: Sql, window: Window, grid: Grid): Sql {
  return sql`
    SELECT ${columns}, if(grouping(step) = 0, toString(toUnixTimestamp(step)), NULL) AS at,
           sum(steps.requests) AS requests, sum(steps.errors) AS errors,
           quantilesExactWeightedArray(0.5, 0.95, 0.99)(durations.1, durations.2) AS buckets
    FROM (
      SELECT *, toStartOfInterval(time, toIntervalSecond(${grid.stepSeconds})) AS step
      FROM ${source} AND time >= fromUnixTimestamp64Milli(${grid.times[0] ?? window.from}, 'UTC')
        AND time < fromUnixTimestamp64Milli(${window.to}, 'UTC')
    ) AS steps
    GROUP BY GROUPING SETS ((${key}), (${key}, step))`;
}

/** Of the rollups: the coarser ones have a sixth of the rows. */
const fineness = ({ stepSeconds }: Grid) => (stepSeconds % 60 === 0 ? "1m" : "10s");
