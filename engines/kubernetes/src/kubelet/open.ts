import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Cluster } from "../api/handlers.ts";
import { Client } from "../controllers/client.ts";
import { systemClock } from "../controllers/clock.ts";
import { endpointSlices, serviceAccounts, services } from "../controllers/kinds.ts";
import type { Tokens } from "../identity/tokens.ts";
import { serviceHosts } from "../network/hosts.ts";
import { type Address, Ports } from "../network/ports.ts";
import { builtinImages, openRuntime, type Runtime, unmountMemory } from "../runtime/index.ts";
import { ConfigError } from "./environment.ts";
import { Nodes } from "./nodes.ts";
import type { Pod } from "./pod.ts";
import type { PodWorker } from "./worker.ts";
import type { KubeObject } from "../object.ts";
import { logCollector } from "../telemetry/log-collector.ts";
import type { OtlpDestination } from "../telemetry/log-shipper.ts";
import { KubeletMetrics } from "../telemetry/kubelet-metrics.ts";
import { nodeMetrics } from "../telemetry/node-metrics.ts";
import { volumeMetrics } from "../telemetry/volume-metrics.ts";

export interface OpenNodesOptions {
  readonly cluster: Cluster;
  readonly tokens: Tokens;
  readonly folder: string;
  readonly count: number;
  readonly images: readonly string[];
  /** `127.17`: addresses of a node's pods begin so. */
  readonly networkOf: (index: number) => string;
  /** How long a node may be silent before it counts as lost. */
  readonly graceMs: number;
  /** Where the output of pods is sent as OTLP logs, and as metrics how full their volumes are and how
   *  long was waited for a processor. */
  readonly otlp?: OtlpDestination | undefined;
}

export interface LocalNodes {
  readonly runtime: Runtime;
  readonly ports: Ports;
  /** @throws ApiError when the pod's node is none of this machine, or is away */
  worker(pod: KubeObject): PodWorker;
  workers(): Iterable<PodWorker>;
  start(api: Address): Promise<void>;
  /** @param graceMs  how long programs may take to end */
  stop(graceMs: number): Promise<void>;
}

/** The nodes of this machine, ready to be started. */
export async function openNodes({
  cluster,
  tokens,
  folder,
  count,
  images,
  networkOf,
  graceMs,
  otlp,
}: OpenNodesOptions): Promise<LocalNodes> {
  const pods = join(folder, "pods");
  await mkdir(pods, { recursive: true, mode: 0o711 });
  const runtime = await openRuntime({ cgroup: groupOf(folder) });
  // Of pods that ended with a cluster that was killed.
  await unmountMemory(pods);
  const client = new Client(cluster);
  const ports = new Ports();
  const logs = otlp && logCollector(cluster.store, otlp);
  const api: Record<string, string> = {};
  const nodes = new Nodes({
    cluster,
    client,
    clock: systemClock,
    folder: pods,
    count,
    networkOf,
    graceMs,
    images: [...images, builtinImages],
    runtime,
    ports,
    issueToken: (pod, audience, seconds) => issueToken(client, tokens, pod, audience, seconds),
    serviceHosts: (namespace) => hostsOf(client, namespace),
    apiEnvironment: api,
    otlp,
    ...(logs && { collectLog: (log) => logs.collect(log) }),
  });
  const sources = [volumeMetrics(() => nodes.workers(), cluster.store), nodeMetrics(() => nodes.names)];
  const metrics = otlp && new KubeletMetrics(sources, otlp, systemClock);
  return {
    runtime,
    ports,
    worker: (pod) => nodes.worker(pod),
    workers: () => nodes.workers(),
    start: async ({ host, port }) => {
      Object.assign(api, apiLinks(host, port));
      await nodes.start();
      metrics?.start();
    },
    stop: async (graceMs) => {
      metrics?.stop();
      await nodes.stop(graceMs);
      logs?.stop();
      await runtime.stop();
    },
  };
}

/** Of one data folder: what is found under the name is an earlier run's, and is ended. */
const groupOf = (folder: string) =>
  `naru-${createHash("sha256").update(resolve(folder)).digest("hex").slice(0, 12)}`;

const apiLinks = (host: string, port: number) => ({
  KUBERNETES_SERVICE_HOST: host,
  KUBERNETES_SERVICE_PORT: String(port),
  KUBERNETES_SERVICE_PORT_HTTPS: String(port),
});

async function issueToken(
  client: Client,
  tokens: Tokens,
  { metadata, spec }: Pod,
  audience: string | undefined,
  seconds: number,
): Promise<string> {
  const { namespace = "", name, uid } = metadata;
  const accountName = spec.serviceAccountName ?? "default";
  const account = client.get(serviceAccounts, namespace, accountName);
  if (!account) throw new ConfigError(`serviceaccount ${JSON.stringify(accountName)} not found`);
  const subject = {
    namespace,
    serviceAccount: { name: accountName, uid: account.metadata.uid },
    boundTo: { kind: "Pod", name, uid },
  };
  const issued = await tokens.issue(subject, audience === undefined ? [] : [audience], seconds, Date.now());
  return issued.token;
}

function hostsOf(client: Client, namespace: string): string {
  const all = client.list(services);
  const headless = new Map<string, string[]>();
  for (const { metadata, endpoints = [] } of client.list(endpointSlices)) {
    const service = `${metadata.namespace}/${metadata.labels?.["kubernetes.io/service-name"]}`;
    const addresses = endpoints.filter(({ conditions }) => conditions.ready).flatMap((one) => one.addresses);
    headless.set(service, [...(headless.get(service) ?? []), ...addresses]);
  }
  return serviceHosts(all, namespace, headless);
}
