import { raw, sql } from "@naru/clickhouse";
import type { Grid, Read, Window } from "#telemetry/query/index.ts";
import { type Rollup, topOf } from "../rollups/store.ts";

interface Route {
  readonly service: string;
  readonly name: string;
  readonly kind: number;
}

export const routesIn = (
  read: Read,
  window: Window,
  grid: Grid,
  service: string,
  { order, limit }: Pick<Rollup, "order" | "limit">,
) =>
  topOf<Route>(read, window, grid, {
    table: "spans",
    key: "service, name, kind",
    holds: sql`inner = 0 AND (${service} = '' OR service = ${service})`,
    order,
    limit,
  });

/** Paths of entry spans: `url.path`, or the older names. */
export function urlsIn(read: Read, { from, to }: Window, service: string, limit: number) {
  const path = raw(
    "multiIf(attributes['url.path'] != '', attributes['url.path'], attributes['http.target'] != '', attributes['http.target'], path(attributes['http.url']))",
  );
  return read<{ service: string; url: string; requests: string; errors: string; p95: number }>(sql`
    SELECT service, cutQueryString(${path}) AS url, count() AS requests, countIf(status = 2) AS errors,
           quantileTDigest(0.95)(duration) AS p95
    FROM spans
    WHERE inner = 0 AND start_time >= fromUnixTimestamp64Milli(${from}, 'UTC')
      AND start_time < fromUnixTimestamp64Milli(${to}, 'UTC') AND (${service} = '' OR service = ${service}) AND url != ''
    GROUP BY service, url ORDER BY requests DESC, url LIMIT ${limit}`);
}
