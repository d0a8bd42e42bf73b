import { readFileSync } from "node:fs";
import { Cluster, Redis, type RedisOptions } from "iovalkey";
import type { StoreAddress, StoreSource } from "./source.ts";

export type Client = Redis | Cluster;

/** How long anything may take. A server that is gone without a word is noticed by the answer that does not come, not by the
 *  fifteen minutes in which TCP gives up. */
const connectTimeout = 2_000;
const commandTimeout = 2_000;
const longestPauseMs = 1_000;

/** Where another server takes over, whoever tries again only now and then comes late: sentinels are asked so often who the master is
 *  while it does not answer, and a master that has lost its power is waited for so long. */
const askEveryMs = 100;
const masterWithinMs = 500;

const pauseAfter = (attempts: number) => Math.min(longestPauseMs, 50 * 2 ** Math.min(attempts, 10));

/** A client that never waits for a store that is away: commands are refused meanwhile, and it goes on trying to reach it.
 *  @throws Error when the password's file cannot be read */
export function connectStore(source: StoreSource): Client {
  return clientOf(source, boundsOf(source));
}

function boundsOf(source: StoreSource): RedisOptions {
  return {
    connectTimeout,
    commandTimeout,
    keepAlive: 5_000,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    retryStrategy: pauseAfter,
    // A master that has become a replica refuses writes: the new one is looked for.
    reconnectOnError: ({ message }) => message.startsWith("READONLY"),
    connectionName: "naru",
    ...(source.username !== undefined && { username: source.username }),
    ...(source.passwordFile !== undefined && { password: readFileSync(source.passwordFile, "utf8").trim() }),
    ...(source.isEncrypted && { tls: {} }),
  };
}

function clientOf(
  { kind, addresses, master, database, isEncrypted }: StoreSource,
  shared: RedisOptions,
): Client {
  const [first] = addresses;
  if (first === undefined) throw new RangeError("a store has an address");
  switch (kind) {
    case "single":
      return new Redis({ ...shared, ...first, db: database });
    case "sentinel":
      return new Redis({
        ...shared,
        db: database,
        sentinels: [...addresses],
        name: master ?? "",
        connectTimeout: masterWithinMs,
        sentinelCommandTimeout: masterWithinMs,
        retryStrategy: () => askEveryMs,
        sentinelRetryStrategy: () => askEveryMs,
        failoverDetector: true,
        // Whoever was the master may be there no more to close the connection politely.
        disconnectTimeout: askEveryMs,
        enableTLSForSentinelMode: isEncrypted,
      });
    case "cluster": {
      const { retryStrategy: _ofNodes, enableOfflineQueue: _ofNodesToo, ...redisOptions } = shared;
      return new Cluster([...addresses], {
        redisOptions,
        enableOfflineQueue: false,
        clusterRetryStrategy: pauseAfter,
        slotsRefreshTimeout: commandTimeout,
        slotsRefreshInterval: 5_000,
        maxRedirections: 4,
      });
    }
  }
}

/** What sentinels tell just while one of them is asked ends a client as if nobody wanted it any more: it is begun again.
 *  @returns to be called before it is disconnected on purpose */
export function keepUp(client: Client): () => void {
  let waiting: NodeJS.Timeout | undefined;
  const again = () => {
    waiting = setTimeout(() => void client.connect().catch(() => undefined), askEveryMs);
  };
  client.on("end", again);
  return () => {
    client.off("end", again);
    clearTimeout(waiting);
  };
}

/** A connection for what a server tells by itself; it is made again whenever it is lost. */
export const listenerOf = (server: Redis): Redis =>
  server.duplicate({
    lazyConnect: false,
    enableOfflineQueue: true,
    maxRetriesPerRequest: null,
    retryStrategy: pauseAfter,
  });

/** Every server, replicas too, each by a connection that is for this work only.
 *  @throws Error when one of them does not answer, or refuses */
export async function onEveryServer(
  source: StoreSource,
  client: Client,
  work: (server: Redis) => Promise<unknown>,
): Promise<void> {
  if (client instanceof Cluster) return void (await Promise.all(client.nodes("all").map(work)));
  await work(client);
  const replicas = replicasIn(await client.info("replication"));
  await Promise.all(replicas.map((address) => onServer(source, address, work)));
}

async function onServer(
  source: StoreSource,
  address: StoreAddress,
  work: (server: Redis) => Promise<unknown>,
): Promise<void> {
  const server = new Redis({ ...boundsOf(source), ...address, lazyConnect: true, retryStrategy: () => null });
  server.on("error", () => undefined);
  try {
    await server.connect();
    await work(server);
  } finally {
    server.disconnect();
  }
}

/** Source: https://valkey.io/commands/info */
export const replicasIn = (replication: string): StoreAddress[] =>
  [...replication.matchAll(/^slave\d+:ip=([^,]+),port=(\d+),state=online/gm)].map(([, host = "", port]) => ({
    host,
    port: Number(port),
  }));

/** Every server that holds keys of its own. */
export const mastersOf = (client: Client): Redis[] =>
  client instanceof Cluster ? client.nodes("master") : [client];
