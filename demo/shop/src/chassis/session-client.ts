import { Redis } from "iovalkey";
import { createClient } from "redis";

/** What the session store asks of a client: connect-redis's commands, and whether replicas have what was written. */
export interface SessionClient {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, options: { readonly expiration: Expiration }): Promise<unknown>;
  expire(key: string, seconds: number): Promise<unknown>;
  del(keys: string[]): Promise<unknown>;
  /** How many replicas have what this client has written, as soon as so many have, or so many milliseconds are over. */
  wait(replicas: number, withinMs: number): Promise<number>;
  /** How often it has been reached: what WAIT tells is of one connection's writes. */
  connections(): number;
}

interface Expiration {
  readonly type: "EX";
  readonly value: number;
}

export interface Connection {
  readonly client: SessionClient;
  /** Resolves when it is reached for the first time. */
  readonly reached: Promise<unknown>;
  close(): void;
}

/** Told whenever something goes wrong, and whenever it is good again. */
export interface Watcher {
  readonly onError: (error: unknown) => void;
  readonly onReady: () => void;
}

/** How long anything may take: a store that is gone without a word must not hold up the shop. */
const mostMs = 1_000;
const pingEveryMs = 2_000;
const silentMs = 5_000;
const longestPauseMs = 1_000;

/** One server. While it is away commands fail at once. */
export function connectServer(uri: string, { onError, onReady }: Watcher): Connection {
  const client = createClient({
    url: uri,
    disableOfflineQueue: true,
    pingInterval: pingEveryMs,
    commandOptions: { timeout: mostMs },
    socket: {
      connectTimeout: mostMs,
      socketTimeout: silentMs,
      reconnectStrategy: (attempts) => Math.min(longestPauseMs, 50 * 2 ** Math.min(attempts, 10)),
    },
  });
  let connections = 0;
  client.on("error", onError);
  client.on("ready", () => {
    connections++;
    onReady();
  });
  return {
    client: {
      get: (key) => client.get(key),
      set: (key, value, options) => client.set(key, value, options),
      expire: (key, seconds) => client.expire(key, seconds),
      del: (keys) => client.del(keys),
      wait: (replicas, withinMs) => client.wait(replicas, withinMs),
      connections: () => connections,
    },
    reached: client.connect(),
    close: () => client.destroy(),
  };
}

/** Another server takes over within two seconds or so: whoever asks meanwhile waits for it, so long at most. */
const patienceMs = 4_000;
/** Sentinels are asked so often who the master is while it does not answer. */
const askEveryMs = 100;
/** A machine that has lost its power does not refuse: it is silent. */
const masterWithinMs = 500;

interface Sentinels {
  readonly master: string;
  /** host:port, separated by commas. */
  readonly nodes: string;
  readonly username: string;
  readonly password: string;
}

/** Whoever is the master by what sentinels say: they tell when another one takes over, and are asked when it is away. */
export function connectSentinels(
  { master, nodes, username, password }: Sentinels,
  { onError, onReady }: Watcher,
): Connection {
  const redis = new Redis({
    sentinels: nodes.split(",").map((node) => {
      const at = node.lastIndexOf(":");
      return { host: node.slice(0, at), port: Number(node.slice(at + 1)) };
    }),
    name: master,
    username,
    password,
    failoverDetector: true,
    retryStrategy: () => askEveryMs,
    sentinelRetryStrategy: () => askEveryMs,
    connectTimeout: masterWithinMs,
    sentinelCommandTimeout: masterWithinMs,
    // A connection to a master that is not one any more is not closed politely: nobody may be there to answer.
    disconnectTimeout: askEveryMs,
    commandTimeout: patienceMs,
    maxRetriesPerRequest: null,
    reconnectOnError: ({ message }) => message.startsWith("READONLY"),
  });
  let connections = 0;
  let isWanted = true;
  redis.on("error", onError);
  redis.on("ready", () => {
    connections++;
    onReady();
  });
  // What sentinels tell just while one of them is asked ends the client as if it were closed.
  redis.on("end", () => {
    if (isWanted) redis.connect().catch(onError);
  });
  return {
    client: {
      get: (key) => redis.get(key),
      set: (key, value, { expiration }) => redis.set(key, value, "EX", expiration.value),
      expire: (key, seconds) => redis.expire(key, seconds),
      del: (keys) => redis.del(...keys),
      wait: (replicas, withinMs) => redis.wait(replicas, withinMs),
      connections: () => connections,
    },
    reached: new Promise<void>((resolve) => void redis.once("ready", resolve)),
    close: () => {
      isWanted = false;
      redis.disconnect();
    },
  };
}
