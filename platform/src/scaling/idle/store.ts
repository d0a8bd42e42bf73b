import { dateTime, sql } from "@naru/clickhouse";
import type { Read } from "#telemetry/query/index.ts";
import { type NamedPod, podsSince } from "../healing/store.ts";

/* Every statement about idle workloads: what their pods tell, and when something was asked of them last. */

export interface HeardRow extends NamedPod {
  /** When the last request ended, milliseconds since 1970; null: none is known. */
  readonly askedAt: number | null;
  /** Up to when its own OpenTelemetry has told of it. */
  readonly toldAt: number;
}

/** Spans are looked for by when they began: a request that took longer than this is not seen. */
const longestMs = 900_000;

/** What pods told since a moment. Requests are what they serve or consume; probes of Kubernetes are none. */
export async function heardSince(
  read: Read,
  since: number,
  pods: readonly { readonly name: string; readonly uid: string }[],
): Promise<HeardRow[]> {
  const own = sql`
    (SELECT resource_id FROM resources
     WHERE day >= toDate(${dateTime(since)}) - 1 AND attributes['telemetry.sdk.name'] != ''
       AND (attributes['k8s.pod.name'] IN ${pods.map(({ name }) => name)} OR attributes['k8s.pod.uid'] IN ${pods.map(({ uid }) => uid)}))`;
  const rows = await read<NamedPod & { asked: string; told: string }>(sql`
    SELECT cluster, namespace, name, uid, toString(max(askedMs)) AS asked, toString(max(toldMs)) AS told
    FROM (SELECT resource_id, toUnixTimestamp64Milli(start_time) + intDiv(duration, 1000000) AS toldMs,
                 if(kind IN (2, 5) AND NOT startsWith(concat(attributes['user_agent.original'], attributes['http.user_agent']), 'kube-probe/'),
                    toldMs, 0) AS askedMs
          FROM spans
          WHERE start_time >= ${dateTime(since - longestMs)} AND inner = 0 AND resource_id IN ${own}
          UNION ALL
          SELECT resource_id, toUnixTimestamp64Milli(last) AS toldMs, 0 AS askedMs
          FROM (SELECT series_id, max(time) AS last FROM metric_numbers WHERE time >= ${dateTime(since)} GROUP BY series_id) AS points
          INNER JOIN (SELECT DISTINCT series_id, resource_id FROM metric_series
                      WHERE day >= toDate(${dateTime(since)}) AND resource_id IN ${own}) AS series USING (series_id)) AS heard
    INNER JOIN ${podsSince(since)} AS pods USING (resource_id)
    WHERE toldMs >= ${Math.round(since)}
    GROUP BY cluster, namespace, name, uid`);
  return rows.map(({ asked, told, ...pod }) => ({
    ...pod,
    askedAt: asked === "0" ? null : Number(asked),
    toldAt: Number(told),
  }));
}
