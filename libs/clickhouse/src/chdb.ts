import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { Session } from "chdb";
import { parseException } from "./errors.ts";
import { quote } from "./literals.ts";

export interface ChdbOptions {
  /** Data folder. One process at a time may have it open. */
  path: string;
  /** Bound of the engine's memory, bytes. A query over it fails; the engine goes on. */
  memoryLimitBytes: number;
  /** Statements that run at once; further ones wait. */
  concurrency?: number;
}

export type Settings = Readonly<Record<string, string | number>>;

/** chDB with what it lacks for a server: statements side by side, settings for one statement, cancellation. */
export interface Chdb {
  /** @returns the answer in `format`, or in the format that the text itself asks for
   *  @throws ClickHouseError; the signal's reason when aborted (the query is killed) */
  run(
    text: string,
    options?: { format?: string; settings?: Settings; signal?: AbortSignal },
  ): Promise<Uint8Array>;
  close(): Promise<void>;
}

export function openChdb(options: ChdbOptions): Chdb {
  mkdirSync(options.path, { recursive: true, mode: 0o700 });
  const sessions = Array.from({ length: options.concurrency ?? 6 }, () => openSession(options));
  const control = openSession(options);
  const idle = [...sessions];
  const waiting: ((session: Session) => void)[] = [];

  const borrow = () =>
    new Promise<Session>((resolve) => {
      const session = idle.pop();
      if (session) resolve(session);
      else waiting.push(resolve);
    });
  const giveBack = (session: Session) => {
    const next = waiting.shift();
    if (next) next(session);
    else idle.push(session);
  };

  return {
    async run(text, { format = "TabSeparated", settings = {}, signal } = {}) {
      const session = await borrow();
      try {
        signal?.throwIfAborted();
        return await runOn(session, control, text, format, settings, signal);
      } finally {
        giveBack(session);
      }
    },
    async close() {
      while (idle.length < sessions.length) giveBack(await borrow().then(pause));
      for (const session of [...sessions, control]) session.close();
    },
  };
}

const pause = (session: Session) => new Promise<Session>((resolve) => setTimeout(resolve, 10, session));

function openSession({ path, memoryLimitBytes }: ChdbOptions): Session {
  const cache = Math.round(memoryLimitBytes / 16);
  const server = {
    max_server_memory_usage: memoryLimitBytes,
    mark_cache_size: cache,
    index_mark_cache_size: cache,
    primary_index_cache_size: cache,
    uncompressed_cache_size: 0,
    index_uncompressed_cache_size: 0,
  };
  return new Session(path, { connectionArgs: Object.entries(server).map(([k, v]) => `--${k}=${v}`) });
}

async function runOn(
  session: Session,
  control: Session,
  text: string,
  format: string,
  settings: Settings,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const id = randomUUID();
  const kill = () => {
    control.queryAsync(`KILL QUERY WHERE query LIKE '/* ${id} */%' ASYNC`).catch(() => undefined);
  };
  signal?.addEventListener("abort", kill);
  const names = Object.keys(settings);
  try {
    const set = Object.entries(settings).map(([name, value]) => `${name} = ${quote(String(value))}`);
    if (set.length > 0) await session.queryAsync(`SET ${set.join(", ")}`);
    return (await session.queryAsync(`/* ${id} */ ${text}`, { format })).bytes();
  } catch (error) {
    signal?.throwIfAborted();
    throw (error instanceof Error && parseException(error.message)) || error;
  } finally {
    signal?.removeEventListener("abort", kill);
    if (names.length > 0) {
      await session
        .queryAsync(`SET ${names.map((name) => `${name} = DEFAULT`).join(", ")}`)
        .catch(() => undefined);
    }
  }
}
