import { writeFile } from "node:fs/promises";
import { flushCompileCache } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type KubernetesEngine, startKubernetesEngine } from "@naru/kubernetes-engine";
import { startValkeyEngine, type ValkeyEngine } from "@naru/valkey-engine";
import type { Feature } from "#kernel/feature.ts";
import { httpApplication, listen } from "#kernel/http.ts";
import { createLogger, type Logger } from "#kernel/log.ts";
import { openIdentity, origin, secretIn, startLink } from "#identity/index.ts";
import type { StoreSource } from "#sessions/index.ts";
import { openStore } from "#telemetry/store/index.ts";
import manifest from "../package.json" with { type: "json" };
import { type Config, embeddedName, helpAsked, isLoopback, languageOf, loadConfig } from "./config.ts";
import { openDataFolder } from "./data-folder.ts";
import { listFeatures } from "./features.ts";
import { greeting } from "./greeting.ts";
import { type Running, startAll, stopAll } from "./lifecycle.ts";
import { explainStartFailure } from "./start-failure.ts";

const consoleFolder = fileURLToPath(new URL("../../console/dist", import.meta.url));
const stopWithinMs = 10_000;

async function main(): Promise<void> {
  const help = helpAsked();
  if (help !== undefined) return void process.stdout.write(help);
  const config = loadConfig();
  const log = createLogger(config.logLevel);
  const running: Running[] = [];
  stopOnSignal(running, log);
  try {
    await start(config, log, running);
  } catch (error) {
    await stopAll(running, log);
    throw error;
  }
}

/** Opens and starts everything from the bottom up, and notes in `running` what has to be stopped. */
async function start(config: Config, log: Logger, running: Running[]): Promise<void> {
  const folder = await openDataFolder(config.dataFolder);
  running.push({ name: "data folder", stop: folder.release });

  const otlp = {
    http: origin({ host: config.host, port: config.otlp.httpPort }),
    grpc: origin({ host: config.host, port: config.otlp.grpcPort }),
  };
  const identity = await openIdentity({ dataFolder: folder.path, version: manifest.version, otlp });
  const store = await openStore({
    dataFolder: folder.path,
    retention: config.retention,
    ...config.store,
    onEnd: (why) => log.error({ why }, "the store's engine ended and is started again"),
  });
  running.push({ name: "store", stop: () => store.stop() });

  const valkey = await startValkey(config, folder.path, log);
  if (valkey) running.push({ name: "valkey engine", stop: () => valkey.engine.stop() });

  const kubernetes = await startKubernetes(config, folder.path, otlp.http, log);
  const clusters = kubernetes ? [embedded(kubernetes), ...config.clusters] : config.clusters;

  const externalUrl = (config.externalUrl ?? origin({ host: config.host, port: config.port })).replace(
    /\/+$/,
    "",
  );
  const ingest = { ...config, dataFolder: folder.path, endpoints: otlp };
  const features = [
    ...listFeatures({
      identity,
      store,
      ingest,
      clusters,
      code: config.code,
      externalUrl,
      stateMetricsMs: config.stateMetricsMs,
      diagnosisMs: config.diagnosisMs,
      healing: config.healing,
      autoscaling: {
        ...config.autoscaling,
        host: config.host,
        folder: folder.path,
        embedded: clusters.filter(({ isEmbedded }) => isEmbedded === true).map(({ name }) => name),
      },
      sessionStores: valkey ? [valkey.source, ...config.sessionStores] : config.sessionStores,
      log,
    }),
    ...(kubernetes ? [engineFeature(kubernetes)] : []),
  ];
  const app = httpApplication({
    features,
    authorize: identity.authorize,
    hostNames: servedNames(config),
    consoleFolder,
    version: manifest.version,
    log,
  });
  running.push(...(await startAll(features, log)));
  // Stopped before them: what pods say at their end is still taken in.
  if (kubernetes) running.push({ name: "kubernetes engine", stop: () => kubernetes.stop() });

  const http = await listen(app, config);
  running.push({ name: "http", stop: () => http.close(stopWithinMs / 2) });
  const link = startLink({ host: config.host, port: http.port }, identity.token);
  await writeFile(join(folder.path, "origin"), `${origin({ host: config.host, port: http.port })}\n`);
  const { kubeconfig, ingressUrl, url } = kubernetes ?? {};
  const places = { link, otlpHttp: otlp.http, otlpGrpc: otlp.grpc, kubernetes: url };
  process.stdout.write(greeting(config.language, places));
  process.send?.({ otlpHttp: otlp.http, kubeconfig, ingressUrl });
  // Who is killed writes nothing at its end.
  flushCompileCache();
}

async function startKubernetes(
  { host, otlp, kubernetes: { nodes, port, ingressPort } }: Config,
  dataFolder: string,
  endpoint: string,
  log: Logger,
): Promise<KubernetesEngine | undefined> {
  if (nodes === 0) return undefined;
  const options = {
    folder: join(dataFolder, "kubernetes"),
    host,
    port,
    nodes,
    ingressPort,
    ingressHost: host,
    otlp: {
      endpoint,
      ...(otlp.ingestToken !== undefined && { headers: { authorization: `Bearer ${otlp.ingestToken}` } }),
    },
  };
  return startKubernetesEngine(options, (why) =>
    log.error({ why }, "the embedded Kubernetes ended and is started again"),
  );
}

/** Pods reach it where this process listens. */
async function startValkey(
  { host, valkey }: Config,
  dataFolder: string,
  log: Logger,
): Promise<{ engine: ValkeyEngine; source: StoreSource } | undefined> {
  if (!valkey) return undefined;
  const passwordFile = join(dataFolder, "valkey-password");
  const engine = await startValkeyEngine(
    {
      folder: join(dataFolder, "valkey"),
      host: host === "localhost" ? "127.0.0.1" : host,
      port: valkey.port,
      password: await secretIn(passwordFile),
      maxMemory: valkey.memoryLimitBytes,
      policy: "volatile-ttl",
      appendfsync: valkey.sync,
    },
    {
      log: (line) => log.warn({ store: "local" }, line),
      end: (why) => log.error({ why }, "the embedded Valkey ended and is started again"),
    },
  );
  const source: StoreSource = {
    name: "local",
    kind: "single",
    addresses: [{ host: engine.host, port: engine.port }],
    isEncrypted: false,
    isEmbedded: true,
    database: 0,
    passwordFile,
  };
  return { engine, source };
}

const embedded = ({ kubeconfig }: KubernetesEngine) => ({
  name: embeddedName,
  access: { kubeconfig },
  isEmbedded: true,
});

const engineFeature = (engine: KubernetesEngine): Feature => ({
  name: "kubernetes engine",
  readiness: () => {
    const { isReady, message } = engine.state();
    return isReady ? { ready: true } : { ready: false, reason: message };
  },
});

/** Undefined when other machines are meant to reach the console: it then answers to any name. */
function servedNames(config: Config): ReadonlySet<string> | undefined {
  if (!isLoopback(config.host)) return undefined;
  return new Set(["localhost", "127.0.0.1", "[::1]", config.host, ...config.hostNames]);
}

/** The first signal stops in order; a second one, or ten seconds, ends the process at once. */
function stopOnSignal(running: readonly Running[], log: Logger): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => process.exit(1), stopWithinMs).unref();
    await stopAll(running, log);
    process.exit(0);
  };
  process.on("disconnect", () => void stop());
  process.on("SIGTERM", () => void stop());
  process.on("SIGINT", () => void stop());
}

main().catch((error: unknown) => {
  const line = explainStartFailure(error, languageOf());
  process.stderr.write(
    line === undefined ? `${(error as Error).stack ?? String(error)}\n` : `naru: ${line}\n`,
  );
  process.exit(1);
});
