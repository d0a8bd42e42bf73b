import { raw, type Sql, sql } from "@naru/clickhouse";
import type { Read, Window } from "#telemetry/query/index.ts";
import { cpuIncreases, type Fleet, sent, usageSeries } from "../store.ts";
import { growth, type Histogram } from "./spread.ts";

/* What containers used, spread over buckets. */

export interface ContainerUse {
  readonly container: string;
  readonly histogram: Histogram;
  readonly peak: number;
  /** In which it was told of. */
  readonly hours: number;
}

/** Where the first buckets end: a millicore, a mebibyte. */
const bases = { cpu: 1e-3, memory: 2 ** 20 };

const bucketOf = (base: number) =>
  raw(`toUInt16(greatest(0., floor(log(greatest(used, ${base}) / ${base}) / log(${growth}))))`);

/** @param minutes  a SELECT of series_id, minute, used */
async function spreads(read: Read, base: number, series: Sql, minutes: Sql): Promise<ContainerUse[]> {
  const rows = await read<{
    container: string;
    spread: [number[], (string | number)[]];
    peak: number;
    hours: string;
  }>(sql`
    SELECT container, sumMap([${bucketOf(base)}], [toUInt64(1)]) AS spread, max(used) AS peak,
           uniqExact(toStartOfHour(minute)) AS hours
    FROM (${minutes}) AS used
    INNER JOIN (SELECT series_id, any(attributes['container']) AS container FROM metric_series WHERE ${series}
                GROUP BY series_id) AS containers USING series_id
    GROUP BY container`);
  return rows.map(({ container, spread: [buckets, counts], peak, hours }) => ({
    container,
    histogram: { base, buckets, counts: counts.map(Number) },
    peak,
    hours: Number(hours),
  }));
}

/** Cores, on average over each minute of each pod. */
export function cpuSpreads(read: Read, fleet: Fleet, window: Window): Promise<ContainerUse[]> {
  const series = usageSeries(window, "container_cpu_usage_seconds_total", fleet);
  const minutes = sql`
    SELECT series_id, toStartOfMinute(time) AS minute, sum(cores * seconds) / sum(seconds) AS used
    FROM (${cpuIncreases(window, series)}) GROUP BY series_id, minute`;
  return spreads(read, bases.cpu, series, minutes);
}

/** Bytes, the most in each minute of each pod. */
export function memorySpreads(read: Read, fleet: Fleet, window: Window): Promise<ContainerUse[]> {
  const metric = "container_memory_working_set_bytes";
  const series = usageSeries(window, metric, fleet);
  const minutes = sql`
    SELECT series_id, toStartOfMinute(time) AS minute, max(value) AS used
    FROM metric_numbers WHERE metric = ${metric} AND ${sent(window)} AND bitAnd(flags, 1) = 0
      AND series_id IN (SELECT series_id FROM metric_series WHERE ${series})
    GROUP BY series_id, minute`;
  return spreads(read, bases.memory, series, minutes);
}

/** The highest limit at which containers were killed for lack of memory; those that never were are left out.
 *  A pod keeps its limits, so that its own is what it was killed at. */
export async function killedAt(
  read: Read,
  fleet: Fleet,
  window: Window,
): Promise<ReadonlyMap<string, number>> {
  const ended = usageSeries(window, "kube_pod_container_status_last_terminated_reason", fleet);
  const limits = usageSeries(window, "kube_pod_container_resource_limits", fleet);
  const rows = await read<{ container: string; most: number }>(sql`
    SELECT container, max(value) AS most
    FROM metric_numbers
    INNER JOIN (SELECT series_id, any(attributes['pod']) AS pod, any(attributes['container']) AS container FROM metric_series
                WHERE ${limits} AND attributes['resource'] = 'memory' GROUP BY series_id) AS limits USING series_id
    WHERE metric = 'kube_pod_container_resource_limits' AND ${sent(window)} AND bitAnd(flags, 1) = 0
      AND (pod, container) IN (SELECT attributes['pod'], attributes['container'] FROM metric_series
                               WHERE ${ended} AND attributes['reason'] = 'OOMKilled')
    GROUP BY container`);
  return new Map(rows.map(({ container, most }) => [container, most]));
}
