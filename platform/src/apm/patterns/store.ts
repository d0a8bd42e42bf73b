import { type ClickHouse, type QueryOptions, raw, type Sql, sql } from "@naru/clickhouse";
import type { Read, Window } from "#telemetry/query/index.ts";
import { transactionsIn } from "../scatter/store.ts";

/** What a sample's indexes stand for. */
export interface Names {
  readonly operations: readonly (readonly [service: string, name: string])[];
  readonly pods: readonly string[];
}

const mostOperations = 300;
const mostPods = 2000;

/** Operations with transactions in the window, busiest first, and the pods that they ran in. */
export async function namesIn(read: Read, window: Window, holds: Sql): Promise<Names> {
  const where = transactionsIn(window, holds);
  const [operations, pods] = await Promise.all([
    read<{ service: string; name: string }>(sql`
      SELECT service, name FROM spans WHERE ${where} GROUP BY service, name ORDER BY count() DESC LIMIT ${mostOperations}`),
    read<{ pod: string }>(sql`
      SELECT DISTINCT attributes['k8s.pod.name'] AS pod FROM resources
      WHERE day >= toDate(fromUnixTimestamp64Milli(${window.from}, 'UTC')) - 1 AND pod != '' ORDER BY pod LIMIT ${mostPods}`),
  ]);
  return {
    operations: operations.map(({ service, name }) => [service, name]),
    pods: pods.map(({ pod }) => pod),
  };
}

/** UInt32 milliseconds after the window's start, Float32 milliseconds, UInt8 failed, UInt16 operation, UInt16 pod. */
export const bytesASample = 13;
/** Of what is not among the names. */
const unnamed = 65_535;

/** The index of a value in a list. */
function indexed(value: Sql, list: readonly string[]): Sql {
  if (list.length === 0) return raw(`toUInt16(${unnamed})`);
  const numbers = raw(`CAST([${list.map((_, i) => i).join(", ")}], 'Array(UInt16)')`);
  return sql`transform(${value}, ${list}, ${numbers}, toUInt16(${unnamed}))`;
}

export function samplesIn(
  clickhouse: ClickHouse,
  window: Window,
  holds: Sql,
  { operations, pods }: Names,
  limit: number,
  options: QueryOptions,
): Promise<Uint8Array> {
  const keys = operations.map(([service, name]) => `${service}\u0000${name}`);
  return clickhouse.bytes(
    sql`SELECT toUInt32(intDiv(toUnixTimestamp64Nano(start_time) + toInt64(duration), 1000000) - ${window.from}),
               toFloat32(duration / 1e6), toUInt8(status = 2),
               ${indexed(raw("concat(toString(service), char(0), toString(name))"), keys)}, ${indexed(raw("pod"), pods)}
        FROM spans
        LEFT JOIN (SELECT resource_id, any(attributes['k8s.pod.name']) AS pod FROM resources
                   WHERE day >= toDate(fromUnixTimestamp64Milli(${window.from}, 'UTC')) - 1 GROUP BY resource_id) AS origins USING (resource_id)
        WHERE ${transactionsIn(window, holds)} LIMIT ${limit}`,
    "RowBinary",
    options,
  );
}
