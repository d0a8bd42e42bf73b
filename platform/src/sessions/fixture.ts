import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "@naru/testkit";
import {
  master,
  realValkey,
  startCluster,
  startRealValkey,
  startTrio,
  startValkey,
} from "@naru/testkit/valkey";
import { Cluster, Redis } from "iovalkey";
import type { StoreSource } from "./stores/source.ts";

/** A store that can go away, and come back with what was kept in it. */
export interface StoreFixture {
  readonly source: StoreSource;
  /** What a Service Binding says of it. */
  readonly entries: Readonly<Record<string, string>>;
  /** Another server takes over by itself when one is away. */
  readonly isReplicated: boolean;
  /** Takes away whoever has a key. */
  fail(key: string): Promise<unknown>;
  /** Starts it again; resolves when it is whole. */
  mend(): Promise<void>;
  stop(): Promise<void>;
}

const password = "of-the-default-user";
const addressesOf = (ports: readonly number[]) => ports.map((port) => ({ host: "127.0.0.1", port }));
const nodesOf = (ports: readonly number[]) => ports.map((port) => `127.0.0.1:${port}`).join(",");

async function sourceIn(
  folder: string,
  kind: StoreSource["kind"],
  ports: readonly number[],
): Promise<StoreSource> {
  const passwordFile = join(folder, "password");
  await writeFile(passwordFile, password);
  return {
    name: "main",
    kind,
    addresses: addressesOf(ports),
    isEncrypted: false,
    isEmbedded: false,
    database: 0,
    passwordFile,
    ...(kind === "sentinel" && { master }),
  };
}

type Start = (port: number, folder: string) => Promise<{ stop(): Promise<void> }>;

async function single(start: Start, folder: string): Promise<StoreFixture> {
  const port = await freePort();
  let server = await start(port, folder);
  return {
    source: await sourceIn(folder, "single", [port]),
    entries: { host: "127.0.0.1", port: String(port) },
    isReplicated: false,
    fail: () => server.stop(),
    mend: async () => void (server = await start(port, folder)),
    stop: () => server.stop(),
  };
}

async function sentinel(folder: string): Promise<StoreFixture> {
  const trio = await startTrio(password, { downAfterMs: 600 });
  return {
    source: await sourceIn(folder, "sentinel", trio.ports),
    entries: { "sentinel.master": master, "sentinel.nodes": nodesOf(trio.ports) },
    isReplicated: true,
    fail: () => trio.killMaster(),
    mend: () => trio.restore(),
    stop: () => trio.stop(),
  };
}

async function clustered(folder: string): Promise<StoreFixture> {
  const cluster = await startCluster(password, { nodeTimeoutMs: 1000 });
  const known = cluster.ports.slice(0, 2);
  return {
    source: await sourceIn(folder, "cluster", known),
    entries: { "cluster.nodes": nodesOf(known) },
    isReplicated: true,
    fail: (key) => cluster.killMasterOf(key),
    mend: () => cluster.restore(),
    stop: () => cluster.stop(),
  };
}

/** What is kept in them survives them. Those of real servers are there where one is on this machine. */
export const stores: Readonly<Record<string, (folder: string) => Promise<StoreFixture>>> = {
  embedded: (folder) =>
    single((port, at) => startValkey({ port, folder: at, password, appendfsync: "always" }), folder),
  ...(realValkey !== undefined && {
    [realValkey]: (folder: string) =>
      single(
        (port, at) =>
          startRealValkey(
            ["--dir", at, "--requirepass", password, "--appendonly", "yes", "--appendfsync", "always"],
            port,
          ),
        folder,
      ),
    sentinel,
    cluster: clustered,
  }),
};

/** As an application connects by the entries of its Service Binding. */
export function connectAs(entries: Readonly<Record<string, string>>): Redis | Cluster {
  const { username = "", password: own = "", host = "", port } = entries;
  const nodes = (entries["sentinel.nodes"] ?? entries["cluster.nodes"] ?? "").split(",").map((node) => {
    const [at = "", number] = node.split(":");
    return { host: at, port: Number(number) };
  });
  const account = { username, password: own, commandTimeout: 4_000 };
  if (entries["cluster.nodes"] !== undefined)
    return new Cluster(nodes, {
      redisOptions: account,
      clusterRetryStrategy: (times) => (times < 5 ? 100 : null),
    });
  const again = { ...account, maxRetriesPerRequest: 1 };
  return entries["sentinel.nodes"] === undefined
    ? new Redis({ ...again, host, port: Number(port) })
    : new Redis({
        ...again,
        sentinels: nodes,
        name: entries["sentinel.master"] ?? "",
        failoverDetector: true,
      });
}
