import { setTimeout as sleep } from "node:timers/promises";
import { RedisStore } from "connect-redis";
import type { SessionData } from "express-session";
import { Confirmation } from "./confirmation.ts";
import { env, envInteger } from "./env.ts";
import { log } from "./log.ts";
import { type Connection, connectSentinels, connectServer, type SessionClient } from "./session-client.ts";

const firstWithinMs = 1_000;
const againAfterMs = 50;

type Told = (error?: unknown) => unknown;

/** connect-redis, whose writes and ends of sessions count when so many replicas have them. What was under way when the store's server
 *  went away is done once more, with whoever took over. */
export class SessionStore extends RedisStore {
  readonly #client: SessionClient;
  readonly #replicas: number;
  readonly #confirmation: Confirmation;

  /** @param replicas  0: a write counts when the master has it */
  constructor(client: SessionClient, prefix: string, replicas: number) {
    super({ client, prefix });
    this.#client = client;
    this.#replicas = replicas;
    this.#confirmation = new Confirmation((count, withinMs) => client.wait(count, withinMs), replicas);
  }

  /** As many replicas as are wanted have what is written now. */
  get isConfirmed(): boolean {
    return this.#replicas > 0 && !this.#confirmation.isShort;
  }

  override get(id: string, told?: (error: unknown, session?: SessionData | null) => unknown) {
    return answered(
      twice(() => super.get(id) as Promise<SessionData | null>),
      told,
    );
  }

  override set(id: string, session: SessionData, told?: Told) {
    return answered(
      twice(() => this.#counted(() => super.set(id, session))),
      told,
    );
  }

  override destroy(id: string, told?: Told) {
    return answered(
      twice(() => this.#counted(() => super.destroy(id))),
      told,
    );
  }

  async #counted(write: () => Promise<unknown>): Promise<void> {
    const before = this.#client.connections();
    await write();
    if (this.#replicas === 0) return;
    await this.#confirmation.confirm();
    if (this.#client.connections() !== before)
      throw new Error("another server took over before replicas had it");
  }
}

/** The connection that carried it may have gone away meanwhile; whatever timed out has had its time. */
async function twice<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (/timed? ?out/i.test((error as Error).message)) throw error;
    await sleep(againAfterMs);
    return work();
  }
}

/** As express-session wants it told, and as others await it. */
async function answered<T>(
  work: Promise<T>,
  told: ((error: unknown, value?: T) => unknown) | undefined,
): Promise<unknown> {
  if (!told) return work;
  return work.then(
    (value) => told(null, value),
    (error: unknown) => told(error),
  );
}

/** Where visitors' sessions are kept, from the entries of a Service Binding in the environment: SESSIONS_URI, or SESSIONS_MASTER,
 *  SESSIONS_NODES, SESSIONS_USERNAME and SESSIONS_PASSWORD; SESSIONS_PREFIX; SESSIONS_REPLICAS. It is reached again by itself.
 *  @returns once it is reached, or is late */
export async function connectSessions(): Promise<{ readonly store: SessionStore; close(): Promise<void> }> {
  const connection = connect();
  const late = connection.reached.catch((err: unknown) => log.warn({ err }, "the session store is away"));
  await Promise.race([late, sleep(firstWithinMs, undefined, { ref: false })]);
  return {
    store: new SessionStore(connection.client, env("SESSIONS_PREFIX"), envInteger("SESSIONS_REPLICAS", 0)),
    close: async () => connection.close(),
  };
}

function connect(): Connection {
  let isAway = false;
  const watcher = {
    onError: (err: unknown) => {
      if (!isAway) log.warn({ err }, "the session store is away");
      isAway = true;
    },
    onReady: () => {
      if (isAway) log.info("the session store is back");
      isAway = false;
    },
  };
  const nodes = env("SESSIONS_NODES", "");
  if (nodes === "") return connectServer(env("SESSIONS_URI"), watcher);
  const account = { username: env("SESSIONS_USERNAME"), password: env("SESSIONS_PASSWORD") };
  return connectSentinels({ master: env("SESSIONS_MASTER"), nodes, ...account }, watcher);
}
