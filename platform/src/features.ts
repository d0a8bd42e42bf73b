import { join } from "node:path";
import { openAlerts } from "#alerts/index.ts";
import { apm } from "#apm/index.ts";
import type { Feature } from "#kernel/feature.ts";
import { processMetrics } from "#kernel/process-metrics.ts";
import type { Logger } from "#kernel/log.ts";
import type { Identity } from "#identity/index.ts";
import { openIngest, type IngestOptions } from "#telemetry/ingest/index.ts";
import { dashboards } from "#dashboards/index.ts";
import { openKubernetes, type ClusterSource } from "#kubernetes/index.ts";
import { jaeger } from "#telemetry/jaeger/index.ts";
import { prometheus } from "#telemetry/prometheus/index.ts";
import { type CodePlace, query } from "#telemetry/query/index.ts";
import { world } from "#world/index.ts";
import { type Store, storeMetrics } from "#telemetry/store/index.ts";

export interface Parts {
  readonly identity: Identity;
  readonly store: Store;
  readonly ingest: IngestOptions;
  readonly clusters: readonly ClusterSource[];
  readonly code?: CodePlace | undefined;
  /** Address at which people reach the console. */
  readonly externalUrl: string;
  readonly log: Logger;
}

/** Every feature, in the order in which they start; they stop in reverse. */
export function listFeatures(parts: Parts): readonly Feature[] {
  const { identity, store, clusters, code, externalUrl, log } = parts;
  const ingest = openIngest(parts.ingest, store, log);
  const kubernetes = openKubernetes({ clusters, clickhouse: store.clickhouse, log });
  const alerts = openAlerts({
    clusters,
    clickhouse: store.clickhouse,
    write: ingest.write,
    externalUrl,
    folder: join(parts.ingest.dataFolder, "alerts"),
    log,
  });
  return [
    processMetrics(),
    identity.feature,
    storeFeature(store),
    query({ ...store, code }),
    ingest.feature,
    jaeger(store),
    prometheus({ clickhouse: store.clickhouse, rules: alerts.rules }),
    kubernetes.feature,
    world(store.clickhouse, kubernetes.picture),
    apm(store.clickhouse),
    alerts.feature,
    dashboards(kubernetes.objects),
  ];
}

const storeFeature = (store: Store): Feature => ({
  name: "store",
  readiness: () =>
    store.engine().ready ? { ready: true } : { ready: false, reason: "The telemetry store does not answer." },
  metrics: () => storeMetrics(store),
});
