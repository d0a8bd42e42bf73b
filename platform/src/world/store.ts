import { sql } from "@naru/clickhouse";
import type { Read, Window } from "#telemetry/query/index.ts";

export interface EdgeRow {
  readonly caller: string;
  readonly callee: string;
  readonly calls: string;
  readonly errors: string;
  readonly p95: number;
}

/** Who called whom: an entry span with its parent in another service. A caller's span may have begun a little earlier.
 *  @param sampling counts one trace of so many */
export function callsBetween(read: Read, { from, to }: Window, sampling: number): Promise<EdgeRow[]> {
  return read(sql`
    SELECT parent.service AS caller, child.service AS callee, count() AS calls, countIf(child.status = 2) AS errors,
           quantileTDigest(0.95)(child.duration) AS p95
    FROM (SELECT trace_id, parent_span_id, service, status, duration FROM spans
          WHERE inner = 0 AND start_time >= fromUnixTimestamp64Milli(${from}, 'UTC')
            AND start_time < fromUnixTimestamp64Milli(${to}, 'UTC')
            AND parent_span_id != CAST(unhex('0000000000000000'), 'FixedString(8)')
            AND cityHash64(trace_id) % ${sampling} = 0) AS child
    INNER JOIN (SELECT trace_id, span_id, service FROM spans
          WHERE start_time >= fromUnixTimestamp64Milli(${from - 60_000}, 'UTC')
            AND start_time < fromUnixTimestamp64Milli(${to}, 'UTC')
            AND cityHash64(trace_id) % ${sampling} = 0) AS parent
    ON child.trace_id = parent.trace_id AND child.parent_span_id = parent.span_id
    WHERE parent.service != child.service
    GROUP BY caller, callee ORDER BY calls DESC LIMIT 5000`);
}
