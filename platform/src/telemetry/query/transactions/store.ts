import { type ClickHouse, type QueryOptions, raw, sql } from "@naru/clickhouse";
import { startedIn } from "../traces/store.ts";
import type { Window } from "../window.ts";

/** Entry spans as points of a scatter. */
export interface Points {
  /** Eleven bytes a point, little-endian: UInt32 milliseconds after the window's start, Float32 milliseconds of
   *  duration, UInt8 status as in OTLP, UInt16 index in `services`. In no order. */
  readonly bytes: Uint8Array;
  readonly services: readonly string[];
}
export const bytesAPoint = 11;

/** @param most further points are left out */
export async function points(
  clickhouse: ClickHouse,
  window: Window,
  most: number,
  options: QueryOptions = {},
): Promise<Points> {
  const services = await clickhouse.query<{ service: string }>(
    sql`SELECT DISTINCT service FROM services_1m
        WHERE time >= toStartOfMinute(fromUnixTimestamp64Milli(${window.from}, 'UTC'))
          AND time < fromUnixTimestamp64Milli(${window.to}, 'UTC')`,
    options,
  );
  const names = services.map(({ service }) => service);
  const numbers = raw(`CAST([${names.map((_, index) => index).join(", ")}], 'Array(UInt16)')`);
  const bytes = await clickhouse.bytes(
    sql`SELECT toUInt32(toUnixTimestamp64Milli(start_time) - ${window.from}), toFloat32(duration / 1e6), status,
               transform(service, ${names}, ${numbers}, toUInt16(65535))
        FROM spans WHERE inner = 0 AND ${startedIn(window)} LIMIT ${most}`,
    "RowBinary",
    options,
  );
  return { bytes, services: names };
}
