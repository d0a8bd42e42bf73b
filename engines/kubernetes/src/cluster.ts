import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import type { Server } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { join } from "node:path";
import { admissionOf } from "./admission/index.ts";
import {
  Aggregation,
  frontProxyIdentity,
  localApiServices,
  publishAuthentication,
} from "./aggregation/index.ts";
import { findAgents } from "./admission/instrumentation.ts";
import { apiAddressIn } from "./admission/service-addresses.ts";
import type { Authentication } from "./api/authenticate.ts";
import type { Cluster } from "./api/handlers.ts";
import { reviewExtensions } from "./api/reviews.ts";
import { kubernetesServer } from "./api/server.ts";
import { bootstrap, publishApi } from "./bootstrap.ts";
import { Client } from "./controllers/client.ts";
import { systemClock } from "./controllers/clock.ts";
import { builtinControllers, startControllers } from "./controllers/index.ts";
import { CustomKinds } from "./custom/kinds.ts";
import { type Identity, issue, makeAuthority } from "./identity/certificates.ts";
import { kubeconfigOf } from "./identity/kubeconfig.ts";
import { openStaticTokens } from "./identity/static-tokens.ts";
import { openTokens } from "./identity/tokens.ts";
import { podAccess } from "./kubelet/access.ts";
import { openNodes } from "./kubelet/open.ts";
import { autoscalerMetrics, metricsExtension, Sampler } from "./metrics/index.ts";
import { type IngressAddress, networkWith, startServices } from "./network/index.ts";
import { claimRange } from "./network/range.ts";
import { Objects } from "./objects/objects.ts";
import { builtinResources } from "./resources/builtin.ts";
import { Registry } from "./resources/registry.ts";
import { openStore } from "./store/store.ts";
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

const name = "naru";

/** Starts the embedded cluster on what is in the folder. */
export async function startCluster(options: ClusterOptions): Promise<RunningCluster> {
  const { folder, host, port, nodes: nodeCount = 0, images = [], nodeGraceMs = usualNodeGraceMs } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // What has been started is stopped in the opposite order, now if the rest can't start.
  await using started = new AsyncDisposableStack();
  const store = await openStore({ folder: join(folder, "objects") });
  started.defer(() => store.close());
  const range = await claimRange(folder);
  started.defer(() => range.release());
  const registry = new Registry(builtinResources);
  const objects = new Objects(store, {
    admit: admissionOf(store, range.services, instrumentationOf(options)),
  });
  await bootstrap(registry, objects);
  const authority = await keptAuthority(folder);
  const customKinds = new CustomKinds(store, objects, registry);
  await customKinds.start();
  started.defer(() => customKinds.stop());
  const tokens = await openTokens(join(folder, "service-account.key"));
  const staticTokens = await openStaticTokens(join(folder, "tokens.csv"));
  const authentication = { store, tokens, staticTokens };
  const parts = { store, objects, registry };
  const nodes =
    nodeCount === 0
      ? undefined
      : await openNodes({
          cluster: parts,
          tokens,
          folder,
          count: nodeCount,
          images: [join(folder, "images"), ...images],
          networkOf: range.node,
          graceMs: nodeGraceMs,
          otlp: options.otlp,
        });
  const client = new Client(parts);
  const network = networkWith(nodes?.ports.locate);
  const sampler = nodes && new Sampler(nodes, systemClock);
  const own = [
    ...reviewExtensions(authentication),
    ...(sampler ? [metricsExtension(client, sampler, systemClock)] : []),
  ];
  const frontProxy = await frontProxyIdentity(authority);
  const aggregation = new Aggregation({ client, network, clock: systemClock, frontProxy, own });
  started.defer(() => aggregation.stop());
  const cluster = { ...parts, extensions: aggregation, ...(nodes && { pods: podAccess(nodes) }) };
  const apiAddress = apiAddressIn(range.services);
  const server = await listen(cluster, authentication, authority, { host, port, names: [apiAddress] });
  const sockets = socketsOf(server);
  started.defer(() => close(server, sockets));
  const { port: listened } = server.address() as AddressInfo;
  await publishApi(client, apiAddress, { host, port: listened });
  await publishAuthentication(client, authority);
  // Nodes say that they are well before anybody looks whether they are.
  await nodes?.start({ host, port: listened });
  let grace = usualGraceMs;
  started.defer(async () => nodes?.stop(grace));
  const served = nodes && (await startServices({ client, network, ingress: ingressOf(options) }));
  started.defer(async () => served?.stop());
  sampler?.start();
  started.defer(() => sampler?.stop());
  const builtin = builtinControllers(cluster, {
    certificate: authority.certificate,
    volumesFolder: join(folder, "volumes"),
    nodeGraceMs,
    ...(sampler && { metrics: autoscalerMetrics(sampler) }),
  });
  const controllers = startControllers(cluster, [
    ...builtin,
    network.backends.controller(client),
    aggregation.controller(),
    localApiServices(client, own),
    ...(served?.controllers ?? []),
  ]);
  started.defer(() => controllers.stop());
  const url = `https://${host.includes(":") ? `[${host}]` : host}:${listened}`;
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

const ingressHostOf = ({ ingressHost = "127.0.0.1" }: ClusterOptions) => ingressHost;

function ingressOf(options: ClusterOptions): IngressAddress | undefined {
  const { ingressPort: port, ingressTlsPort: securePort } = options;
  return port === undefined
    ? undefined
    : { host: ingressHostOf(options), port, ...(securePort !== undefined && { securePort }) };
}

const ownNames = [
  "localhost",
  "127.0.0.1",
  "::1",
  "kubernetes",
  "kubernetes.default",
  "kubernetes.default.svc",
  "kubernetes.default.svc.cluster.local",
];

const instrumentationOf = ({ folder, otlp }: ClusterOptions) =>
  otlp && { agents: findAgents(join(folder, "agents")), endpoint: otlp.endpoint };

async function listen(
  cluster: Cluster,
  authentication: Authentication,
  authority: Identity,
  { host, port, names }: Pick<ClusterOptions, "host" | "port"> & { readonly names: readonly string[] },
): Promise<Server> {
  const holder = { subject: "CN=kube-apiserver", names: [...new Set([...ownNames, host, ...names])] };
  const identity = await issue(authority, holder, Date.now());
  const server = kubernetesServer({
    cluster,
    authentication,
    server: identity,
    authority: authority.certificate,
  });
  server.listen(port, host);
  await once(server, "listening");
  return server;
}

async function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  const closed = once(server.close(), "close");
  for (const socket of sockets) socket.destroy();
  await closed;
}

/** Those too that have not finished their handshake, which the server itself doesn't count. */
function socketsOf(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return sockets;
}

async function writeKubeconfig(folder: string, url: string, authority: Identity): Promise<string> {
  const admin = await issue(authority, { subject: "CN=admin,O=system:masters" }, Date.now());
  const file = join(folder, "kubeconfig");
  const text = kubeconfigOf({ name, server: url, authority: authority.certificate }, admin);
  await writeFile(file, text, { mode: 0o600 });
  return file;
}

async function keptAuthority(folder: string): Promise<Identity> {
  const file = join(folder, "authority.json");
  try {
    return JSON.parse(await readFile(file, "utf8")) as Identity;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const made = await makeAuthority(`${name}-ca`, Date.now());
  await writeFile(file, JSON.stringify(made), { mode: 0o600, flag: "wx" });
  return made;
}
