import { dateTime, join, raw, type Sql, sql, typed } from "@naru/clickhouse";
import { bucketNanos, type Grid, onGrid, type Read, type Window } from "#telemetry/query/index.ts";
import type { Place } from "./shapes/api.ts";

/* What workloads had, used and were asked for, over time. Metrics are those of docs/kubernetes-metrics.md. */

export const sent = ({ from, to }: Window): Sql => sql`time >= ${dateTime(from)} AND time < ${dateTime(to)}`;
const noted = ({ from, to }: Window): Sql =>
  sql`day >= toDate(${dateTime(from)}) AND day <= toDate(${dateTime(to)})`;
/** A point without a value says that the series has ended. */
const told = raw("bitAnd(flags, 1) = 0");

/** Series that were told in the window.
 *  @param labels  that they have */
export function seriesIn(
  window: Window,
  metrics: readonly string[],
  labels: Readonly<Record<string, string>>,
): Sql {
  const conditions = Object.entries(labels).map(([label, value]) => sql`attributes[${label}] = ${value}`);
  return join([sql`${noted(window)} AND metric IN ${[...metrics]}`, ...conditions], " AND ");
}

/** A workload, and names of the pods that it has now. */
export interface Fleet extends Place {
  readonly pods: readonly string[];
}

/** Names of the pods that a workload had, by what was told of their owners. */
function podsTold({ cluster, kind, namespace, name }: Place, window: Window): Sql {
  const owned = (metric: string, more: Readonly<Record<string, string>>) =>
    seriesIn(window, [metric], { cluster, namespace, ...more });
  if (kind !== "Deployment") {
    const own = owned("kube_pod_owner", { owner_kind: kind, owner_name: name });
    return sql`(SELECT attributes['pod'] FROM metric_series WHERE ${own})`;
  }
  const sets = owned("kube_replicaset_owner", { owner_kind: kind, owner_name: name });
  return sql`
    (SELECT attributes['pod'] FROM metric_series WHERE ${owned("kube_pod_owner", { owner_kind: "ReplicaSet" })}
       AND attributes['owner_name'] IN (SELECT attributes['replicaset'] FROM metric_series WHERE ${sets}))`;
}

interface Kept {
  readonly label: string;
  readonly desired: string;
  readonly ready: string;
}

const replicaMetrics: Readonly<Record<Place["kind"], Kept>> = {
  Deployment: {
    label: "deployment",
    desired: "kube_deployment_spec_replicas",
    ready: "kube_deployment_status_replicas_ready",
  },
  StatefulSet: {
    label: "statefulset",
    desired: "kube_statefulset_replicas",
    ready: "kube_statefulset_status_replicas_ready",
  },
  DaemonSet: {
    label: "daemonset",
    desired: "kube_daemonset_status_desired_number_scheduled",
    ready: "kube_daemonset_status_number_ready",
  },
};

type Figures = (number | null)[];

/** The most that there were in each step. */
export async function replicasOver(
  read: Read,
  { cluster, kind, namespace, name }: Place,
  grid: Grid,
  window: Window,
): Promise<{ ready: Figures; desired: Figures }> {
  const { label, desired, ready } = replicaMetrics[kind];
  const whole = { from: grid.times[0] ?? window.from, to: window.to };
  const series = seriesIn(whole, [desired, ready], { cluster, namespace, [label]: name });
  const rows = await read<{ name: string; step: number; most: number }>(sql`
    SELECT toString(metric) AS name, toUnixTimestamp(toStartOfInterval(time, toIntervalSecond(${grid.stepSeconds}))) AS step,
           max(value) AS most
    FROM metric_numbers WHERE metric IN ${[desired, ready]} AND ${sent(whole)} AND ${told}
      AND series_id IN (SELECT series_id FROM metric_series WHERE ${series})
    GROUP BY name, step`);
  const of = (wanted: string) =>
    onSteps(
      grid,
      rows.filter((row) => row.name === wanted),
      ({ most }) => most,
    );
  return { ready: of(ready), desired: of(desired) };
}

/** What services were asked for and how they answered; null where nothing was asked. */
export async function trafficOver(
  read: Read,
  services: readonly string[],
  grid: Grid,
  window: Window,
): Promise<{ rate: Figures; errorRatio: Figures; p95Nano: Figures }> {
  const from = grid.times[0] ?? window.from;
  const rows =
    services.length === 0
      ? []
      : await read<{ step: number; requests: string; errors: string; bucket: number }>(sql`
    SELECT toUnixTimestamp(step) AS step, sum(parts.requests) AS requests, sum(parts.errors) AS errors,
           quantileExactWeightedArray(0.95)(durations.1, durations.2) AS bucket
    FROM (SELECT *, toStartOfInterval(time, toIntervalSecond(${grid.stepSeconds})) AS step FROM services_1m
          WHERE time >= ${dateTime(from)} AND time < ${dateTime(window.to)} AND service IN ${[...services]}) AS parts
    GROUP BY step`);
  return {
    rate: onSteps(grid, rows, ({ requests }) => Number(requests) / grid.stepSeconds),
    errorRatio: onSteps(grid, rows, ({ requests, errors }) => Number(errors) / Number(requests)),
    p95Nano: onSteps(grid, rows, ({ bucket }) => bucketNanos(bucket)),
  };
}

const longestGapMs = 300_000;

/** What containers used from each point to the next, of series that hold: `cores` over `seconds`, until `time`. A counter that fell
 *  started anew, and after a long silence nothing is known.
 *  @param series  a condition on metric_series */
export const cpuIncreases = (window: Window, series: Sql): Sql => sql`
  SELECT series_id, time, grown / seconds AS cores, seconds
  FROM (SELECT series_id, time, if(value < before, value, value - before) AS grown,
               (toUnixTimestamp64Milli(time) - toUnixTimestamp64Milli(earlier)) / 1000 AS seconds
        FROM (SELECT series_id, time, value, lagInFrame(value) OVER w AS before, lagInFrame(time) OVER w AS earlier
              FROM metric_numbers
              WHERE metric = 'container_cpu_usage_seconds_total' AND ${sent(window)} AND ${told}
                AND series_id IN (SELECT series_id FROM metric_series WHERE ${series})
              WINDOW w AS (PARTITION BY series_id ORDER BY time ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)))
  WHERE seconds > 0 AND seconds <= ${longestGapMs / 1000}`;

/** The series of what a workload's containers used, whether their pods are still there or not. */
export const usageSeries = (window: Window, metric: string, fleet: Fleet): Sql => sql`
  ${seriesIn(window, [metric], { cluster: fleet.cluster, namespace: fleet.namespace })}
  AND (attributes['pod'] IN ${typed("Array(String)", fleet.pods)} OR attributes['pod'] IN ${podsTold(fleet, window)})`;

/** Cores that all of a workload's pods used. */
export async function coresOver(read: Read, fleet: Fleet, grid: Grid, window: Window): Promise<Figures> {
  const whole = { from: grid.times[0] ?? window.from, to: window.to };
  const used = cpuIncreases(whole, usageSeries(whole, "container_cpu_usage_seconds_total", fleet));
  const rows = await read<{ step: number; cores: number }>(sql`
    SELECT step, sum(mean) AS cores
    FROM (SELECT series_id, toUnixTimestamp(toStartOfInterval(time, toIntervalSecond(${grid.stepSeconds}))) AS step,
                 sum(cores * seconds) / greatest(sum(seconds), toFloat64(${grid.stepSeconds})) AS mean
          FROM (${used}) GROUP BY series_id, step)
    GROUP BY step`);
  return onSteps(grid, rows, ({ cores }) => cores);
}

const onSteps = <Row extends { readonly step: number }>(
  grid: Grid,
  rows: readonly Row[],
  figure: (row: Row) => number,
): Figures =>
  onGrid(
    grid,
    rows.map(({ step }) => step * 1000),
    rows.map(figure),
    null,
  );

export interface PodUse {
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
  /** Cores, on average while it was there. */
  readonly cpu: number | null;
  /** Bytes, the most at once. */
  readonly memory: number | null;
}

/** What every pod of every cluster used. */
export function podUses(read: Read, window: Window): Promise<PodUse[]> {
  const [cpu, memory] = ["container_cpu_usage_seconds_total", "container_memory_working_set_bytes"];
  const containers = sql`
    SELECT series_id, any(attributes['cluster']) AS cluster, any(attributes['namespace']) AS namespace,
           any(attributes['pod']) AS pod
    FROM metric_series WHERE ${seriesIn(window, [cpu, memory], {})} GROUP BY series_id`;
  return read(sql`
    SELECT cluster, namespace, pod, sumOrNullIf(used.cores, used.of = ${cpu}) AS cpu,
           sumOrNullIf(used.bytes, used.of = ${memory}) AS memory
    FROM (SELECT series_id, metric AS of, max(value) AS bytes,
                 deltaSumTimestamp(value, toUnixTimestamp64Milli(time)) * 1000
                   / nullIf(toUnixTimestamp64Milli(max(time)) - toUnixTimestamp64Milli(min(time)), 0) AS cores
          FROM metric_numbers WHERE metric IN ${[cpu, memory]} AND ${sent(window)} AND ${told}
          GROUP BY series_id, metric) AS used
    INNER JOIN (${containers}) AS containers USING series_id
    GROUP BY cluster, namespace, pod`);
}
