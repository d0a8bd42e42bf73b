import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, raw } from "@naru/clickhouse";
import { eventually } from "../eventually.ts";
import { freePort } from "./port.ts";
import { childRunning, Program } from "./program.ts";

export interface PlatformOptions {
  /** Environment variables: `{ NARU_INGEST_TOKEN: "…" }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Of the embedded Kubernetes; telemetry needs none. */
  readonly nodes?: number;
  /** How long it may take to be ready: 30 s when left out. */
  readonly readyMs?: number;
}

const usualReadyMs = 30_000;

/** The real platform in a process of its own, with a data folder and ports of its own. */
export interface Platform {
  readonly url: string;
  readonly otlpHttp: string;
  /** `host:port` */
  readonly otlpGrpc: string;
  /** Access token of the only user. */
  readonly token: string;
  readonly dataFolder: string;
  /** Of the embedded Kubernetes, when it has nodes. */
  readonly kubernetes: { readonly kubeconfig: string; readonly images: string; readonly ingressUrl: string };
  pid(): number;
  /** Process id of the embedded engine; undefined while it is being started again. */
  enginePid(): Promise<number | undefined>;
  /** What the process has printed since it was started last. */
  output(): string;
  /** Calls an operation with the access token: `call("/api/ingest")`.
   *  @throws Error when the answer is not 2xx */
  call<T>(path: string, init?: RequestInit): Promise<T>;
  /** Rows of a SELECT, past the API: straight from the embedded engine. */
  query<Row>(text: string): Promise<Row[]>;
  isReady(): Promise<boolean>;
  /** Resolves when `/readyz` answers 200. */
  ready(mostMs?: number): Promise<void>;
  /** Signals the platform and its engine together; resolves when the platform has ended. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Signals the platform's own process only. */
  signal(signal: NodeJS.Signals): void;
  /** Starts it again over the same data folder and ports, without waiting for it. */
  launch(): void;
  /** Starts it again and waits until it is ready. */
  start(): Promise<void>;
  /** Stops it in order and removes its data folder. */
  stop(): Promise<void>;
}

export async function startPlatform({
  settings = {},
  nodes = 0,
  readyMs = usualReadyMs,
}: PlatformOptions = {}): Promise<Platform> {
  const dataFolder = await mkdtemp(join(tmpdir(), "naru-"));
  const [port, httpPort, grpcPort] = [await freePort(), await freePort(), await freePort()];
  const ingressPort = await freePort();
  const program = new Program({
    NARU_DATA: dataFolder,
    NARU_PORT: String(port),
    NARU_OTLP_HTTP_PORT: String(httpPort),
    NARU_OTLP_GRPC_PORT: String(grpcPort),
    NARU_LOG_LEVEL: "warn",
    NARU_NODES: String(nodes),
    NARU_KUBERNETES_PORT: String(await freePort()),
    NARU_INGRESS_PORT: String(ingressPort),
    NARU_RESP_PORT: nodes > 0 ? String(await freePort()) : "none",
    // Nothing is stored but what a test sends.
    NARU_STATE_METRICS_INTERVAL: "0s",
    // Nothing is noticed but what a test asks for.
    NARU_DIAGNOSIS_INTERVAL: "0s",
    ...settings,
  });
  const url = `http://127.0.0.1:${port}`;
  const clickhouse = connect({
    url: "http://engine",
    socketPath: join(dataFolder, "clickhouse", "engine.sock"),
  });

  const isReady = async () =>
    (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) }).catch(() => undefined))?.status ===
    200;
  const ready = async (mostMs = readyMs) => {
    await eventually(async () => {
      if (!program.hasEnded && !(await isReady())) throw new Error(`not ready:\n${program.output}`);
    }, mostMs);
    if (program.hasEnded) throw new Error(`the platform has ended:\n${program.output}`);
  };
  const start = async () => {
    program.start();
    await ready();
  };

  const discard = async () => {
    await clickhouse.close();
    await program.stop();
    await rm(dataFolder, { recursive: true, force: true });
  };

  try {
    await start();
  } catch (error) {
    await discard();
    throw error;
  }
  const token = (await readFile(join(dataFolder, "token"), "utf8")).trim();
  return {
    url,
    otlpHttp: `http://127.0.0.1:${httpPort}`,
    otlpGrpc: `127.0.0.1:${grpcPort}`,
    token,
    dataFolder,
    kubernetes: {
      kubeconfig: join(dataFolder, "kubernetes", "kubeconfig"),
      images: join(dataFolder, "kubernetes", "images"),
      ingressUrl: `http://127.0.0.1:${ingressPort}`,
    },
    pid: () => program.pid,
    enginePid: () => childRunning(program.pid, "engine-main.ts"),
    output: () => program.output,
    async call<T>(path: string, init: RequestInit = {}) {
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
      const answer = await fetch(`${url}${path}`, { ...init, headers });
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as T;
    },
    query: (text) => clickhouse.query(raw(text)),
    isReady,
    ready,
    kill: (signal) => program.kill(signal),
    signal: (signal) => program.signal(signal),
    launch: () => program.start(),
    start,
    stop: discard,
  };
}
