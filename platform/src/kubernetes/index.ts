import type { ClickHouse } from "@naru/clickhouse";
import { type Clock, systemClock } from "#kernel/clock.ts";
import type { Feature } from "#kernel/feature.ts";
import type { Logger } from "#kernel/log.ts";
import { gauge, type MetricFamily } from "#kernel/metrics.ts";
import type { Read, Window } from "#telemetry/query/index.ts";
import type * as api from "./api.ts";
import { Cluster, type ClusterSource } from "./clusters/cluster.ts";
import { clusterNamed, type Clusters, freshnessOf } from "./clusters/clusters.ts";
import { findingsOf } from "./findings/findings.ts";
import { Objects } from "./findings/objects.ts";
import { readersOf } from "./findings/references.ts";
import { Recorder } from "./history/recorder.ts";
import { changes, events } from "./history/store.ts";
import { annotatedIn, type Annotated } from "./objects/annotated.ts";
import { type ObjectAccess, objectAccess } from "./objects/access.ts";
import { type NodeRow } from "./nodes/api.ts";
import { moving, type Moving } from "./nodes/moving.ts";
import { allNodes } from "./nodes/nodes.ts";
import { followLogs } from "./pods/log.ts";
import { workloadOf } from "./pods/owner.ts";
import { lookupIn, podRowOf } from "./pods/pods.ts";
import { podsBehind, selectedPods } from "./pods/selected.ts";
import { readings } from "./readings.ts";
import { Reporter, type StateMetricsOptions } from "./state-metrics/reporter.ts";
import { relationsIn } from "./telemetry/join.ts";
import { entrancesOf } from "./workloads/entrances.ts";
import type { LabelSelector } from "./workloads/selector.ts";
import { type AutoscalerRow, autoscalersOf } from "./workloads/autoscalers.ts";
import { workloadsOf } from "./workloads/workloads.ts";
import { writings } from "./writings.ts";

export type { ClusterSource } from "./clusters/cluster.ts";
export type { Moving } from "./nodes/moving.ts";
export type { ObjectAccess, ObjectPlace } from "./objects/access.ts";
export { type LabelSelector, matches, selectorIn } from "./workloads/selector.ts";
export type { Annotated } from "./objects/annotated.ts";
export type { AutoscalerMetric, AutoscalerRow } from "./workloads/autoscalers.ts";
export { deleteText, type KeptText, type ReadCluster, saveText, textIn, textsIn } from "./objects/texts.ts";

export interface KubernetesOptions {
  readonly clusters: readonly ClusterSource[];
  readonly clickhouse: ClickHouse;
  /** Where the state of clusters goes as metrics; left out: nowhere. */
  readonly stateMetrics?: StateMetricsOptions | undefined;
  readonly log: Logger;
  readonly clock?: Clock;
}

export interface Kubernetes {
  readonly feature: Feature;
  /** What other features may ask; nothing here waits for a cluster. */
  readonly picture: Picture;
  /** What other features keep in clusters. */
  readonly objects: ObjectAccess;
  /** What other features may do with pods and nodes. */
  readonly moving: Moving;
}

/** One object of one cluster. */
export type ObjectIn = api.ObjectRef & { readonly cluster: string };

export interface Picture {
  workloads(): api.WorkloadRow[];
  pods(): api.PodRow[];
  /** Pods of a namespace that a selector takes. */
  selectedPods(cluster: string, namespace: string, selector: LabelSelector): api.PodRow[];
  /** Pods that a service leads to; undefined where there is no such service, or it selects none. */
  podsBehind(cluster: string, namespace: string, service: string): api.PodRow[] | undefined;
  /** Services that lead to a workload's pods, also while it has none. */
  entrances(of: ObjectIn): string[];
  /** Workloads whose pods are given a ConfigMap or Secret, as variables or files. */
  readers(of: ObjectIn): api.ObjectRef[];
  autoscalers(): AutoscalerRow[];
  /** Without what they use. */
  nodes(): NodeRow[];
  /** Workloads and nodes that have an annotation. */
  annotated(annotation: string): Annotated[];
  /** What is wrong with objects that no pod tells of. */
  findings(): api.Finding[];
  certificates(): Certificate[];
  freshness(): api.Freshness[];
  /** What changed, newest first.
   *  @param of  an object or what belongs to it; left out: everything */
  changes(read: Read, window: Window, limit: number, of?: ObjectIn): Promise<api.ChangeRow[]>;
  /** What clusters told, newest first. */
  events(read: Read, window: Window, limit: number, of?: ObjectIn): Promise<api.EventRow[]>;
  relations(read: Read, window: Window): Promise<api.ServiceWorkload[]>;
}

/** Clusters, what runs in them, what happened in them, and how to change it. */
export function openKubernetes({
  clusters: sources,
  clickhouse,
  stateMetrics,
  log,
  clock = systemClock,
}: KubernetesOptions): Kubernetes {
  const recorder = new Recorder({
    clickhouse,
    clock,
    log,
    workloadOf: (name, of) => workloadOf(of, lookupIn(clusterNamed(clusters, name))),
  });
  const clusters: Clusters = new Map(
    sources.map((source) => [
      source.name,
      new Cluster(source, (name, kind, change) => recorder.saw(name, kind, change)),
    ]),
  );
  const reporter = stateMetrics && new Reporter(clusters, { ...stateMetrics, clock, log });
  return {
    feature: {
      name: "kubernetes",
      operations: [...readings({ clusters, clickhouse, clock }), ...writings({ clusters, recorder, clock })],
      routes: { permission: "kubernetes:read", register: (app) => followLogs(app, clusters) },
      metrics: () => [...recorder.metrics(), ...liveness(clusters), ...(reporter?.metrics() ?? [])],
      async start() {
        await start(clusters, recorder);
        reporter?.start();
      },
      async stop() {
        await reporter?.stop();
        await Promise.all([...clusters.values()].map((cluster) => cluster.stop()));
        await recorder.stop();
      },
    },
    picture: pictureOf(clusters, clock),
    objects: objectAccess(clusters, recorder),
    moving: moving(clusters, recorder),
  };
}

async function start(clusters: Clusters, recorder: Recorder): Promise<void> {
  for (const cluster of clusters.values()) {
    await recorder.recall(cluster.name);
    cluster.start();
  }
  recorder.start();
}

const liveness = (clusters: Clusters): MetricFamily[] =>
  [...clusters.values()].map((cluster) =>
    gauge(
      { name: "naru_kubernetes_cluster_live", help: "1 while what is shown of a cluster is as it is now." },
      freshnessOf(cluster, ["pods", "deployments", "nodes"]).state === "live" ? 1 : 0,
      { cluster: cluster.name },
    ),
  );

function pictureOf(clusters: Clusters, clock: Clock): Picture {
  return {
    workloads: () => [...clusters.values()].flatMap((cluster) => workloadsOf(cluster)),
    pods: () =>
      [...clusters.values()].flatMap((cluster) =>
        [...cluster.caches.pods.list()].map((pod) => podRowOf(cluster, pod)),
      ),
    selectedPods: (cluster, ...which) => selectedPods(clusterNamed(clusters, cluster), ...which),
    podsBehind: (cluster, ...which) => podsBehind(clusterNamed(clusters, cluster), ...which),
    entrances: ({ cluster, ...of }) => entrancesOf(clusterNamed(clusters, cluster), of),
    readers: ({ cluster, ...of }) =>
      readersOf(new Objects(clusterNamed(clusters, cluster).caches, clock.now()), of),
    autoscalers: () => [...clusters.values()].flatMap((cluster) => autoscalersOf(cluster)),
    nodes: () => [...clusters.values()].flatMap((cluster) => allNodes(cluster, new Map())),
    annotated: (annotation) => [...clusters.values()].flatMap((cluster) => annotatedIn(cluster, annotation)),
    findings: () => [...clusters.values()].flatMap((cluster) => findingsOf(cluster, clock.now())),
    certificates: () => [...clusters.values()].flatMap((cluster) => certificatesOf(cluster)),
    freshness: () =>
      [...clusters.values()].map((cluster) => freshnessOf(cluster, ["pods", "deployments", "nodes"])),
    changes: (read, window, limit, of) => changes(read, window, { ...everything, ...of, limit }),
    events: (read, window, limit, of) => events(read, window, { ...everything, ...of, limit }),
    relations: (read, window) => relationsIn(clusters, read, window),
  };
}

/** The certificate of a TLS secret. */
export interface Certificate {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
}

const certificatesOf = (cluster: Cluster): Certificate[] =>
  [...cluster.caches.secrets.list()].flatMap(({ metadata, certificateEnds }) =>
    certificateEnds === undefined
      ? []
      : [
          {
            cluster: cluster.name,
            namespace: metadata.namespace ?? "",
            name: metadata.name,
            endsAt: Date.parse(certificateEnds),
          },
        ],
  );

const everything = {
  cluster: "",
  namespace: "",
  kind: "",
  name: "",
  type: undefined,
  search: "",
};
