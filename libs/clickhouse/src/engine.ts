import { fork, type ChildProcess } from "node:child_process";
import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ClickHouse } from "./client.ts";
import { connect, type ConnectOptions } from "./http.ts";
import { removeSpooled } from "./spool.ts";

export interface EngineOptions {
  folder: string;
  memoryLimitBytes: number;
  /** Told at every start and end of the engine's process. */
  onChange?: (state: EngineState) => void;
}

export interface EngineState {
  ready: boolean;
  /** How often the process has ended without being asked to. */
  restarts: number;
  message: string;
}

export interface Engine {
  clickhouse: ClickHouse;
  /** How another thread reaches it. */
  address: ConnectOptions;
  readonly state: () => EngineState;
  /** The engine's process id while it runs. */
  readonly pid: () => number | undefined;
  readonly stop: () => Promise<void>;
}

const program = fileURLToPath(new URL("engine-main.ts", import.meta.url));

/** Starts the embedded engine in a process of its own and keeps it running: a crash of its native code ends that
 *  process only, and a new one is up in about a second. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  await removeSpooled(options.folder);
  const socketPath = await placeSocket(options.folder);
  const state: EngineState = { ready: false, restarts: 0, message: "starting" };
  let child: ChildProcess | undefined;
  let stopping = false;

  const change = (next: Partial<EngineState>) => {
    Object.assign(state, next);
    options.onChange?.({ ...state });
  };

  const launch = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const started = performance.now();
      child = fork(program, [options.folder, socketPath, String(options.memoryLimitBytes)], {
        stdio: ["ignore", "ignore", "pipe", "ipc"],
        env: { ...process.env, UV_THREADPOOL_SIZE: "16" },
        execArgv: ["--disable-warning=ExperimentalWarning"],
      });
      let lastWords = "";
      child.stderr?.on("data", (chunk: Buffer) => {
        lastWords = (lastWords + chunk.toString()).slice(-2000);
      });
      child.on("message", () => {
        change({ ready: true, message: "" });
        resolve();
      });
      child.on("exit", (code, signal) => {
        if (stopping) return;
        const message =
          `the engine ended (${signal ?? `code ${code}`}) ${lastWords.trim().split("\n").at(-1) ?? ""}`.trim();
        const neverReady = !state.ready && state.restarts === 0;
        change({ ready: false, restarts: state.restarts + 1, message });
        if (neverReady) reject(new Error(message));
        const delay = performance.now() - started > 10_000 ? 0 : Math.min(100 * 2 ** state.restarts, 2000);
        setTimeout(() => !stopping && void launch().catch(() => undefined), delay);
      });
    });

  await launch().catch((error: unknown) => {
    stopping = true;
    throw error;
  });
  const address = { url: "http://engine", socketPath, spoolFolder: options.folder };
  const clickhouse = connect(address);
  return {
    clickhouse,
    address,
    state: () => ({ ...state }),
    pid: () => child?.pid,
    async stop() {
      stopping = true;
      await clickhouse.close();
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child?.once("exit", resolve));
      child.kill("SIGTERM");
      const late = setTimeout(() => child?.kill("SIGKILL"), 8000);
      await ended;
      clearTimeout(late);
    },
  };
}

/** The longest path that a Unix socket may have, less the final zero byte. Source: unix(7) */
const longestSocketPath = 107;

async function placeSocket(folder: string): Promise<string> {
  const own = join(folder, "engine.sock");
  if (Buffer.byteLength(own) <= longestSocketPath) return own;
  return join(await mkdtemp(join(tmpdir(), "naru-engine-")), "engine.sock");
}
