import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findAgents } from "./admission/instrumentation.ts";
import { missingAgentsController } from "./admission/missing-agents.ts";
import { apiAddressIn } from "./admission/service-addresses.ts";
import {
  Aggregation,
  frontProxyIdentity,
  localApiServices,
  publishAuthentication,
} from "./aggregation/index.ts";
import { listenApi } from "./api/listen.ts";
import { reviewExtensions } from "./api/reviews.ts";
import { publishApi } from "./bootstrap.ts";
import { Client } from "./controllers/client.ts";
import { systemClock } from "./controllers/clock.ts";
import { builtinControllers, startControllers } from "./controllers/index.ts";
import { type Identity, issue } from "@naru/certificates";
import { kubeconfigOf } from "./identity/kubeconfig.ts";
import { podAccess } from "./kubelet/access.ts";
import { type LocalNodes, openNodes } from "./kubelet/open.ts";
import { aggregatedMetrics, autoscalerMetrics, metricsExtension, Sampler } from "./metrics/index.ts";
import { type IngressAddress, networkWith, startServices } from "./network/index.ts";
import { openState, type State } from "./state.ts";
import type { OtlpDestination } from "./telemetry/log-shipper.ts";

export interface ClusterOptions {
  /** Everything that it keeps: objects, keys, the kubeconfig, images, pods. */
  readonly folder: string;
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** How many nodes this machine plays; none runs no pods. */
  readonly nodes?: number;
  /** Image stores beside the cluster's own (`images/` in its folder). */
  readonly images?: readonly string[];
  /** Where the output of pods is sent as OTLP logs, and instrumented programs send theirs. */
  readonly otlp?: OtlpDestination;
  /** How long a node may be silent before it counts as lost; 40 s when left out. */
  readonly nodeGraceMs?: number;
  /** Of HTTP from outside, by Ingress; none when left out, 0 for any that is free. */
  readonly ingressPort?: number;
  /** The same over HTTPS, with the certificates that Ingresses name. */
  readonly ingressTlsPort?: number;
  /** Where Ingress listens; the loopback address when left out. */
  readonly ingressHost?: string;
}

export interface RunningCluster {
  readonly url: string;
  /** A file that `kubectl --kubeconfig` takes, mode 0600. */
  readonly kubeconfig: string;
  /** Where Ingress answers, when it does. */
  readonly ingressUrl?: string;
  /** @param graceMs  how long pods may take to end; eight seconds when left out */
  stop(graceMs?: number): Promise<void>;
}

const usualGraceMs = 8_000;
const usualNodeGraceMs = 40_000;

/** Starts the embedded cluster on what is in the folder. */
export async function startCluster(options: ClusterOptions): Promise<RunningCluster> {
  const { folder, host, port, nodeGraceMs = usualNodeGraceMs } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // What has been started is stopped in the opposite order, now if the rest can't start.
  await using started = new AsyncDisposableStack();
  const instrumentation = instrumentationOf(options);
  const state = await openState(folder, instrumentation, started);
  const { authority, authentication } = state;
  const client = new Client(state);
  const nodes = await nodesOf(options, state);
  const network = networkWith(nodes?.ports.locate);
  const sampler = nodes && new Sampler(nodes, systemClock);
  const own = [
    ...reviewExtensions(authentication),
    ...(sampler ? [metricsExtension(client, sampler, systemClock)] : []),
  ];
  const frontProxy = await frontProxyIdentity(authority);
  const aggregation = new Aggregation({ client, network, clock: systemClock, frontProxy, own });
  started.defer(() => aggregation.stop());

  const cluster = { ...state, network, extensions: aggregation, ...(nodes && { pods: podAccess(nodes) }) };
  const serviceAddress = apiAddressIn(state.range.services);
  const api = await listenApi({ cluster, authentication, authority, host, port, serviceAddress });
  started.defer(() => api.close());
  const address = { host, port: api.port };
  await publishApi(client, serviceAddress, address);
  await publishAuthentication(client, authority);

  // Nodes say that they are well before anybody looks whether they are.
  await nodes?.start(address);
  let grace = usualGraceMs;
  started.defer(async () => nodes?.stop(grace));
  const served = nodes && (await startServices({ client, network, ingress: ingressOf(options) }));
  started.defer(async () => served?.stop());
  sampler?.start();
  started.defer(() => sampler?.stop());
  const controllers = startControllers(cluster, [
    ...builtinControllers(cluster, {
      certificate: authority.certificate,
      volumesFolder: join(folder, "volumes"),
      nodeGraceMs,
      ...(sampler && { metrics: autoscalerMetrics(sampler, aggregatedMetrics(client, aggregation)) }),
    }),
    network.backends.controller(client),
    aggregation.controller(),
    localApiServices(client, own),
    ...(instrumentation
      ? [missingAgentsController(client, systemClock, instrumentation.agents, agentsIn(folder))]
      : []),
    ...(served?.controllers ?? []),
  ]);
  started.defer(() => controllers.stop());

  const url = `https://${host.includes(":") ? `[${host}]` : host}:${api.port}`;
  const kubeconfig = await writeKubeconfig(folder, url, authority);
  const running = started.move();
  return {
    url,
    kubeconfig,
    ...(served?.ingress && { ingressUrl: `http://${ingressHostOf(options)}:${served.ingress.port}` }),
    stop: (graceMs = usualGraceMs) => {
      grace = graceMs;
      return running.disposeAsync();
    },
  };
}

async function nodesOf(
  options: ClusterOptions,
  { tokens, range, ...state }: State,
): Promise<LocalNodes | undefined> {
  const { folder, nodes: count = 0, images = [], nodeGraceMs = usualNodeGraceMs, otlp } = options;
  if (count === 0) return undefined;
  return openNodes({
    cluster: state,
    tokens,
    folder,
    count,
    images: [join(folder, "images"), ...images],
    networkOf: range.node,
    graceMs: nodeGraceMs,
    otlp,
  });
}

const agentsIn = (folder: string) => join(folder, "agents");

const instrumentationOf = ({ folder, otlp }: ClusterOptions) =>
  otlp && { agents: findAgents(agentsIn(folder)), endpoint: otlp.endpoint };

const ingressHostOf = ({ ingressHost = "127.0.0.1" }: ClusterOptions) => ingressHost;

function ingressOf(options: ClusterOptions): IngressAddress | undefined {
  const { ingressPort: port, ingressTlsPort: securePort } = options;
  return port === undefined
    ? undefined
    : { host: ingressHostOf(options), port, ...(securePort !== undefined && { securePort }) };
}

async function writeKubeconfig(folder: string, url: string, authority: Identity): Promise<string> {
  const admin = await issue(authority, { subject: "CN=admin,O=system:masters" }, Date.now());
  const file = join(folder, "kubeconfig");
  const cluster = { name: "naru", server: url, authority: authority.certificate };
  await writeFile(file, kubeconfigOf(cluster, admin), { mode: 0o600 });
  return file;
}
