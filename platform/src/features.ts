import { join } from "node:path";
import { openAlerts } from "#alerts/index.ts";
import { apdexThresholds, apm } from "#apm/index.ts";
import type { Feature } from "#kernel/feature.ts";
import { diskMetrics } from "#kernel/disk-metrics.ts";
import { processMetrics } from "#kernel/process-metrics.ts";
import type { Logger } from "#kernel/log.ts";
import type { Identity } from "#identity/index.ts";
import { openIngest, ownMetrics, type IngestOptions } from "#telemetry/ingest/index.ts";
import { dashboards } from "#dashboards/index.ts";
import { openKubernetes, type ClusterSource } from "#kubernetes/index.ts";
import { openObjectives } from "#objectives/index.ts";
import { jaeger } from "#telemetry/jaeger/index.ts";
import { prometheus } from "#telemetry/prometheus/index.ts";
import { type CodePlace, query } from "#telemetry/query/index.ts";
import {
  autoscaling,
  type AutoscalingOptions,
  forecasts,
  type Policy,
  scaleToZero,
  scaling,
} from "#scaling/index.ts";
import { sessions, type StoreSource } from "#sessions/index.ts";
import { openIncidents } from "#vibeops/incidents/index.ts";
import { openDiagnosis, rca } from "#vibeops/rca/index.ts";
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
  /** How often the state of clusters and of Naru itself is told as metrics; 0: never. */
  readonly stateMetricsMs: number;
  /** How often it is looked whether anything is wrong; 0: never. */
  readonly diagnosisMs: number;
  /** The most that may be done by itself with pods and nodes that are sick. */
  readonly healing: Policy;
  /** Whose autoscalers measure by what users feel. */
  readonly autoscaling: AutoscalingOptions;
  /** Where user sessions are kept. */
  readonly sessionStores: readonly StoreSource[];
  readonly log: Logger;
}

/** Every feature, in the order in which they start; they stop in reverse. */
export function listFeatures(parts: Parts): readonly Feature[] {
  const { identity, store, clusters, code, externalUrl, stateMetricsMs: everyMs, log } = parts;
  const ingest = openIngest(parts.ingest, store, log);
  const { write } = ingest;
  const stateMetrics = everyMs > 0 ? { write, everyMs } : undefined;
  const kubernetes = openKubernetes({ clusters, clickhouse: store.clickhouse, stateMetrics, log });
  const alerts = openAlerts({
    clusters,
    clickhouse: store.clickhouse,
    write,
    externalUrl,
    folder: join(parts.ingest.dataFolder, "alerts"),
    log,
  });
  const objectives = openObjectives({ clickhouse: store.clickhouse, objects: kubernetes.objects });
  const diagnose = openDiagnosis({
    clickhouse: store.clickhouse,
    picture: kubernetes.picture,
    objectives: objectives.atRisk,
  });
  const incidents = openIncidents({
    clickhouse: store.clickhouse,
    diagnose,
    firing: alerts.firing,
    everyMs: parts.diagnosisMs,
    externalUrl,
    log,
  });
  const outlooks = forecasts({ clickhouse: store.clickhouse, picture: kubernetes.picture });
  const features = [
    processMetrics(),
    diskMetrics(parts.ingest.dataFolder),
    identity.feature,
    storeFeature(store),
    query({ ...store, code }),
    ingest.feature,
    jaeger(store),
    prometheus({ clickhouse: store.clickhouse, rules: alerts.rules }),
    kubernetes.feature,
    world(store.clickhouse, kubernetes.picture),
    apm(store.clickhouse),
    apdexThresholds(kubernetes.objects),
    alerts.feature,
    dashboards(kubernetes.objects),
    objectives.feature,
    sessions({
      sources: parts.sessionStores,
      objects: kubernetes.objects,
      picture: kubernetes.picture,
      clickhouse: store.clickhouse,
      log,
    }),
    scaling({
      clickhouse: store.clickhouse,
      picture: kubernetes.picture,
      moving: kubernetes.moving,
      objects: kubernetes.objects,
      outlooks,
      most: parts.healing,
      log,
    }),
    autoscaling({
      clickhouse: store.clickhouse,
      picture: kubernetes.picture,
      objects: kubernetes.objects,
      outlooks,
      autoscaling: parts.autoscaling,
      log,
    }),
    scaleToZero({
      clickhouse: store.clickhouse,
      picture: kubernetes.picture,
      objects: kubernetes.objects,
      embedded: parts.autoscaling.embedded,
      log,
    }),
    rca(diagnose),
    incidents.feature,
  ];
  return stateMetrics ? [...features, ownMetrics({ features, ...stateMetrics, log })] : features;
}

const storeFeature = (store: Store): Feature => ({
  name: "store",
  readiness: () =>
    store.engine().isReady
      ? { ready: true }
      : { ready: false, reason: "The telemetry store does not answer." },
  metrics: () => storeMetrics(store),
});
