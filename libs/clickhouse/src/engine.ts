import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ProcessState, supervise } from "@naru/supervise";
import type { ClickHouse } from "./client.ts";
import type { EngineProgram } from "./engine-main.ts";
import { connect, type ConnectOptions } from "./http.ts";
import { removeSpooled } from "./spool.ts";

export interface EngineOptions {
  readonly folder: string;
  readonly memoryLimitBytes: number;
  /** Told of every end that nobody asked for, with the last words. */
  readonly onEnd?: ((why: string) => void) | undefined;
}

export interface Engine {
  readonly clickhouse: ClickHouse;
  /** How another thread reaches it. */
  readonly address: ConnectOptions;
  readonly state: () => ProcessState;
  /** The engine's process id while it runs. */
  readonly pid: () => number | undefined;
  readonly stop: () => Promise<void>;
}

const file = fileURLToPath(new URL("engine-main.ts", import.meta.url));
const stopWithinMs = 8000;

/** Starts the embedded engine in a process of its own and keeps it running: a crash of its native code ends that
 *  process only, and a new one is up in about a second.
 *  @throws Error when the first start fails */
export async function startEngine({ folder, memoryLimitBytes, onEnd }: EngineOptions): Promise<Engine> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await removeSpooled(folder);
  const socketPath = await placeSocket(folder);
  const options: EngineProgram = { folder, socketPath, memoryLimitBytes };
  const env = { UV_THREADPOOL_SIZE: "16" };
  const engine = await supervise({ name: "the store", file, options, env, stopWithinMs, onEnd });
  const address = { url: "http://engine", socketPath, spoolFolder: folder };
  const clickhouse = connect(address);
  return {
    clickhouse,
    address,
    state: engine.state,
    pid: engine.pid,
    async stop() {
      await clickhouse.close();
      await engine.stop();
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
