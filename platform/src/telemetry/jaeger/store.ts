import { raw, sql } from "@naru/clickhouse";
import type { Read } from "#telemetry/query/index.ts";

/** Milliseconds since 1970. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

const within = (column: string, { from, to }: Window) =>
  sql`${raw(column)} >= fromUnixTimestamp64Milli(${from}, 'UTC') AND ${raw(column)} < fromUnixTimestamp64Milli(${to}, 'UTC')`;

export async function serviceNames(read: Read, window: Window): Promise<string[]> {
  const rows = await read<{ service: string }>(
    sql`SELECT DISTINCT service FROM spans_1m WHERE ${within("time", window)} ORDER BY service`,
  );
  return rows.map((row) => row.service);
}

export interface OperationRow {
  readonly name: string;
  /** Number of the span kind, as in OTLP. */
  readonly kind: number;
}

export function operationsOf(read: Read, service: string, window: Window): Promise<OperationRow[]> {
  return read(
    sql`SELECT DISTINCT name, kind FROM spans_1m WHERE ${within("time", window)} AND service = ${service} ORDER BY name, kind`,
  );
}

export interface Dependency {
  readonly parent: string;
  readonly child: string;
  readonly calls: string;
}

/** Spans that a join may hold in memory; of more, only every n-th trace is read and counts n times. */
const mostSpans = 2_000_000;

/** Who calls whom: entry spans whose parent belongs to another service. */
export async function dependencies(read: Read, window: Window): Promise<Dependency[]> {
  const [total] = await read<{ spans: number }>(
    sql`SELECT toFloat64(sum(requests)) AS spans FROM spans_1m WHERE ${within("time", window)}`,
  );
  const nth = Math.max(1, Math.ceil((total?.spans ?? 0) / mostSpans));
  const sampled = sql`${within("start_time", window)} AND cityHash64(trace_id) % ${nth} = 0`;
  return read(sql`
    SELECT parents.service AS parent, children.service AS child, count() * ${nth} AS calls
    FROM (SELECT trace_id, parent_span_id, service FROM spans WHERE inner = 0 AND ${sampled}) AS children
    INNER JOIN (SELECT trace_id, span_id, service FROM spans WHERE ${sampled}) AS parents
      ON children.trace_id = parents.trace_id AND children.parent_span_id = parents.span_id
    WHERE parent != child GROUP BY parent, child ORDER BY parent, child`);
}
