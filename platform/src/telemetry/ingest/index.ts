import { once } from "node:events";
import type { Server } from "node:http";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { type Signal, signals } from "@naru/otlp";
import { toOtlp, type WriteSeries } from "@naru/remote-write";
import { type Feature, handle } from "#kernel/feature.ts";
import type { Logger } from "#kernel/log.ts";
import type { Store } from "#telemetry/store/index.ts";
import { ingestStatus } from "./api.ts";
import { Door, Refusal } from "./door.ts";
import { endCalls, listenGrpc, otlpGrpcServer } from "./grpc.ts";
import { Guard } from "./guard.ts";
import { otlpHttpServer } from "./http.ts";
import { type FromWorker, Loader } from "./loader.ts";
import { Quarantine } from "./quarantine.ts";
import { Tally } from "./tally.ts";
import { WriteAheadLog } from "./wal/log.ts";
import type { RetentionSeconds } from "./window.ts";

export { ownMetrics } from "./own-metrics.ts";

export interface IngestOptions {
  readonly dataFolder: string;
  readonly host: string;
  readonly otlp: { readonly httpPort: number; readonly grpcPort: number; readonly ingestToken?: string };
  readonly endpoints: { readonly http: string; readonly grpc: string };
  readonly retention: RetentionSeconds;
  readonly ingest: {
    readonly queueLimitBytes: number;
    readonly requestLimitBytes: number;
    readonly decompressedLimitBytes: number;
    readonly attributeCountLimit: number;
    readonly attributeLengthLimit: number;
    readonly nameLengthLimit: number;
  };
}

const segmentBytes = 64 * 1024 * 1024;
const segmentAgeMs = 800;
const drainMs = 6000;
/** Whoever is still sending when we stop is told so, for this long; what goes on sending is cut off. */
const goodbyeMs = 1000;

export interface Ingest {
  readonly feature: Feature;
  /** Takes in series that Naru itself has made, the same way as all others: they are on disk when this returns.
   *  @throws Refusal, with the same reasons */
  readonly write: (series: readonly WriteSeries[]) => Promise<void>;
}

/** Telemetry in: OTLP over HTTP and gRPC, safe on disk before it is acknowledged, in the store a second later. */
export function openIngest(options: IngestOptions, store: Store, log: Logger): Ingest {
  const tally = new Tally();
  const quarantine = new Quarantine(join(options.dataFolder, "quarantine"));
  const loader = new Loader(loaderSetup(options, store), (event) => note(event, tally, log));
  let running: Running | undefined;

  const feature: Feature = {
    name: "ingest",
    operations: [handle(ingestStatus, () => status(options, { tally, quarantine, loader, store }))],
    readiness() {
      if (!running) return { ready: false, reason: "telemetry is not received yet" };
      return store.engine().isReady
        ? { ready: true }
        : { ready: false, reason: "the telemetry store is restarting" };
    },
    metrics: () => tally.metrics(loader.pendingBytes),
    async start() {
      loader.start();
      running = await open(options, loader, tally);
    },
    async stop() {
      await running?.close();
      await loader.stop(drainMs);
    },
  };
  return {
    feature,
    async write(series) {
      if (series.length === 0) return;
      if (!running) throw new Refusal("stopping", "Telemetry is not received yet.");
      await running.door.accept("metrics", toOtlp(series, running.door.metricsWindow()).body);
    },
  };
}

function loaderSetup(options: IngestOptions, store: Store) {
  const { attributeCountLimit, attributeLengthLimit, nameLengthLimit } = options.ingest;
  return {
    store: store.address,
    limits: {
      attributeCount: attributeCountLimit,
      attributeLength: attributeLengthLimit,
      nameLength: nameLengthLimit,
    },
    retention: options.retention,
    quarantineFolder: join(options.dataFolder, "quarantine"),
  };
}

interface Running {
  readonly door: Door;
  close(): Promise<void>;
}

async function open(options: IngestOptions, loader: Loader, tally: Tally): Promise<Running> {
  const openLog = (signal: Signal) =>
    WriteAheadLog.open({
      folder: join(options.dataFolder, "wal", signal),
      segmentBytes,
      segmentAgeMs,
      onSegment: (segment) => loader.add(signal, segment),
    });
  const logs = {
    traces: await openLog("traces"),
    logs: await openLog("logs"),
    metrics: await openLog("metrics"),
    profiles: await openLog("profiles"),
  };
  const door = new Door({
    logs,
    retention: options.retention,
    queueLimitBytes: options.ingest.queueLimitBytes,
    queuedBytes: () => loader.pendingBytes,
    tally,
  });
  const receiver = { door, guard: new Guard(options.otlp.ingestToken), tally, ...options.ingest };
  const http = otlpHttpServer(receiver);
  const grpc = otlpGrpcServer(receiver);
  await listenHttp(http, options.host, options.otlp.httpPort);
  await listenGrpc(grpc, options.host, options.otlp.grpcPort).catch((error: unknown) => {
    http.close();
    throw error;
  });
  return {
    door,
    async close() {
      const closed = Promise.all([once(http.close(), "close"), endCalls(grpc)]);
      http.closeIdleConnections();
      await door.close();
      await Promise.race([closed, setTimeout(goodbyeMs)]);
      grpc.forceShutdown();
      http.closeAllConnections();
      await Promise.all(signals.map((signal) => logs[signal].close()));
    },
  };
}

async function listenHttp(server: Server, host: string, port: number): Promise<void> {
  server.listen(port, host);
  await once(server, "listening");
}

function note(event: FromWorker, tally: Tally, log: Logger): void {
  switch (event.kind) {
    case "stored":
      tally.stored(event.signal, event.items, event.oldestMs);
      break;
    case "quarantined":
      tally.quarantined();
      log.warn({ signal: event.signal, bytes: event.bytes }, "set aside what can't be stored");
      break;
    case "failed":
      log.error(
        { signal: event.signal, segment: event.id, reason: event.reason },
        "a segment could not be scanned",
      );
      break;
    case "retrying":
      tally.retried();
      log.warn({ reason: event.reason }, "the store did not take a block; trying again");
      break;
  }
}

interface Seen {
  tally: Tally;
  quarantine: Quarantine;
  loader: Loader;
  store: Store;
}

async function status(options: IngestOptions, { tally, quarantine, loader, store }: Seen) {
  const { isReady, restarts, message } = store.engine();
  return {
    endpoints: options.endpoints,
    signals: signals.map((signal) => ({
      signal,
      ...tally.counts[signal],
      perSecond: tally.perSecond(signal),
    })),
    refused: [...tally.refusals].map(([reason, requests]) => ({ reason, requests })),
    log: {
      bytes: loader.pendingBytes,
      limitBytes: options.ingest.queueLimitBytes,
      oldestSeconds: Math.max(0, (Date.now() - (loader.oldestMs ?? Date.now())) / 1000),
    },
    quarantine: await quarantine.list(50),
    engine: { ready: isReady, restarts, message },
  };
}
