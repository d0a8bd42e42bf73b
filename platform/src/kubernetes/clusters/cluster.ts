import {
  type Access,
  apiVersionOf,
  type Change,
  Client,
  type DiscoveredKind,
  type KubeObject,
  kinds,
  type Synced,
  WatchCache,
} from "@naru/kubernetes";
import { NaruError } from "#kernel/errors.ts";
import type {
  Autoscaler,
  Budget,
  Claim,
  Config,
  Controller,
  ControllerRevision,
  KubeEvent,
  Ingress,
  Namespace,
  Node,
  Pod,
  Quota,
  Selecting,
  StorageClass,
} from "../resources.ts";
import { trimConfig, trimPod, trimSecret, withWriter } from "./trim.ts";

export interface ClusterSource {
  readonly name: string;
  readonly access: Access;
  /** Naru's own: what it needs of kinds may be declared there. */
  readonly isEmbedded?: boolean;
}

/** Told of everything that a cluster's caches see. */
export type Observer = (cluster: string, kind: string, change: Change | Synced) => void;

const kindsKeptMs = 60_000;

/** One cluster: its client, and copies of the kinds that are asked for all the time. */
export class Cluster {
  readonly name: string;
  readonly client: Client;
  readonly caches: ReturnType<typeof cachesOf>;
  #kinds: { readonly at: number; readonly found: Promise<DiscoveredKind[]> } | undefined;

  constructor({ name, access }: ClusterSource, observe: Observer) {
    this.name = name;
    this.client = new Client(access);
    this.caches = cachesOf(this.client, name, observe);
  }

  start(): void {
    for (const cache of Object.values(this.caches)) cache.start();
  }

  async stop(): Promise<void> {
    await Promise.all(Object.values(this.caches).map((cache) => cache.stop()));
    this.client.close();
  }

  /** Every kind that is served, as of a minute ago at most. Callers share one answer, so that none can end it. */
  kinds(isFresh = false): Promise<DiscoveredKind[]> {
    if (this.#kinds && !isFresh && Date.now() - this.#kinds.at < kindsKeptMs) return this.#kinds.found;
    const found = this.client.kinds();
    this.#kinds = { at: Date.now(), found };
    found.catch(() => {
      this.#kinds = undefined;
    });
    return found;
  }

  /** @throws NaruError NOT_FOUND naming the kind */
  async kindOf(apiVersion: string, kind: string): Promise<DiscoveredKind> {
    const named = (found: readonly DiscoveredKind[]) =>
      found.find((each) => apiVersionOf(each) === apiVersion && each.kind === kind);
    const known = named(await this.kinds()) ?? named(await this.kinds(true));
    if (known) return known;
    throw new NaruError("NOT_FOUND", `The cluster ${this.name} serves no ${kind} in ${apiVersion}.`, {
      help: "kubernetes.listKinds names what it serves; a custom kind needs its CustomResourceDefinition first.",
    });
  }
}

function cachesOf(client: Client, cluster: string, observe: Observer) {
  const cache = <T extends KubeObject>(
    kind: (typeof kinds)[keyof typeof kinds],
    options: { trim?: (object: T) => T; most?: number } = {},
  ) =>
    new WatchCache<T>({
      client,
      kind,
      ...options,
      onChange: (change) => observe(cluster, kind.kind, change),
    });
  return {
    namespaces: cache<Namespace>(kinds.namespaces),
    nodes: cache<Node>(kinds.nodes, { trim: withWriter }),
    pods: cache<Pod>(kinds.pods, { trim: trimPod }),
    deployments: cache<Controller>(kinds.deployments, { trim: withWriter }),
    replicaSets: cache<Controller>(kinds.replicaSets, { trim: withWriter }),
    statefulSets: cache<Controller>(kinds.statefulSets, { trim: withWriter }),
    daemonSets: cache<Controller>(kinds.daemonSets, { trim: withWriter }),
    controllerRevisions: cache<ControllerRevision>(kinds.controllerRevisions),
    jobs: cache<Controller>(kinds.jobs, { trim: withWriter }),
    cronJobs: cache<Controller>(kinds.cronJobs, { trim: withWriter }),
    services: cache<Selecting>(kinds.services, { trim: withWriter }),
    ingresses: cache<Ingress>(kinds.ingresses, { trim: withWriter }),
    ingressClasses: cache<KubeObject>(kinds.ingressClasses),
    autoscalers: cache<Autoscaler>(kinds.horizontalPodAutoscalers, { trim: withWriter }),
    budgets: cache<Budget>(kinds.podDisruptionBudgets, { trim: withWriter }),
    quotas: cache<Quota>(kinds.resourceQuotas, { trim: withWriter }),
    claims: cache<Claim>(kinds.persistentVolumeClaims),
    storageClasses: cache<StorageClass>(kinds.storageClasses),
    configMaps: cache<Config>(kinds.configMaps, { trim: trimConfig, most: 10_000 }),
    secrets: cache<Config>(kinds.secrets, { trim: trimSecret, most: 10_000 }),
    events: cache<KubeEvent>(kinds.events, { most: 20_000 }),
  };
}
