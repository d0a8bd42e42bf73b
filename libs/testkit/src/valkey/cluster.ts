import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "iovalkey";
import { eventually } from "../eventually.ts";
import { freePort } from "../platform/port.ts";
import { ended } from "./ended.ts";
import { realValkey } from "./real.ts";

/** Three masters with a third of the slots each, and a replica of each, on loopback, as real servers. */
export interface ValkeyCluster {
  /** Of the nodes, masters first. */
  readonly ports: readonly number[];
  /** Ends the master of a key's slot without a word.
   *  @returns when it did, milliseconds since 1970 */
  killMasterOf(key: string): Promise<number>;
  /** Starts the one that was killed last again; resolves when it has caught up as a replica. */
  restore(): Promise<void>;
  stop(): Promise<void>;
}

const masters = 3;
const slots = 16_384;

/** @param nodeTimeoutMs  how long nodes wait before they give one of them up
 *  @throws Error when there is no real server on this machine, or they do not come together */
export async function startCluster(
  password: string,
  { nodeTimeoutMs }: { readonly nodeTimeoutMs: number },
): Promise<ValkeyCluster> {
  const program = realValkey;
  if (program === undefined) throw new Error("no valkey-server or redis-server is on this machine");
  const folder = await mkdtemp(join(tmpdir(), "naru-cluster-"));
  const running = new Map<number, { child: ChildProcess; readonly options: readonly string[] }>();
  const start = async () => {
    const port = await freePort();
    const own = join(folder, String(port));
    await mkdir(own);
    const options = Object.entries({
      port,
      bind: "127.0.0.1",
      dir: own,
      save: "",
      "cluster-enabled": "yes",
      // The usual one, 10,000 above, is none for many free ports.
      "cluster-port": await freePort(),
      "cluster-node-timeout": nodeTimeoutMs,
      requirepass: password,
      masterauth: password,
      "repl-diskless-sync-delay": 0,
    }).flatMap(([name, value]) => [`--${name}`, String(value)]);
    running.set(port, { child: spawn(program, options, { stdio: "ignore" }), options });
    await eventually(() => ask(port, (redis) => redis.ping()), 10_000);
    return port;
  };
  const ask = async <T>(port: number, work: (redis: Redis) => Promise<T>): Promise<T> => {
    const redis = new Redis(port, { password, maxRetriesPerRequest: 0, retryStrategy: () => null });
    redis.on("error", () => undefined);
    try {
      return await work(redis);
    } finally {
      redis.disconnect();
    }
  };
  const call = (port: number, ...[command, ...args]: [string, ...(string | number)[]]) =>
    ask(port, (redis) => redis.call(command, ...args));

  const ports: number[] = [];
  for (let count = 0; count < 2 * masters; count++) ports.push(await start());
  const [first = 0, ...others] = ports;
  for (const [index, port] of ports.slice(0, masters).entries()) {
    const [from, to] = [index, index + 1].map((part) => Math.floor((part * slots) / masters));
    await call(port, "CLUSTER", "ADDSLOTSRANGE", from ?? 0, (to ?? 0) - 1);
    await call(port, "CLUSTER", "SET-CONFIG-EPOCH", index + 1);
  }
  const busOf = (port: number) => {
    const { options = [] } = running.get(port) ?? {};
    return options[options.indexOf("--cluster-port") + 1] ?? "";
  };
  for (const port of others) await call(first, "CLUSTER", "MEET", "127.0.0.1", port, busOf(port));
  const replicasOf = async (port: number) =>
    [...String(await call(port, "INFO", "replication")).matchAll(/state=online/g)].length;
  for (const [index, port] of ports.slice(masters).entries()) {
    const of = await call(ports[index] ?? 0, "CLUSTER", "MYID");
    await eventually(() => call(port, "CLUSTER", "REPLICATE", String(of)), 15_000);
  }
  /** Every node knows every other one, and says that all slots are served. */
  const agreed = () =>
    eventually(async () => {
      for (const port of running.keys()) {
        const info = String(await call(port, "CLUSTER", "INFO"));
        const nodes = String(await call(port, "CLUSTER", "NODES"));
        const isWhole = info.includes("cluster_state:ok") && nodes.match(/\bslave /g)?.length === masters;
        if (!isWhole || /fail|handshake|noaddr/.test(nodes)) throw new Error(`not together yet:\n${nodes}`);
      }
      for (const port of await mastersNow())
        if ((await replicasOf(port)) !== 1) throw new Error(`${port} has no replica yet`);
    }, 30_000);
  const mastersNow = async () => {
    const alive = [...running].find(([, { child }]) => child.exitCode === null && child.signalCode === null);
    const nodes = String(await call(alive?.[0] ?? 0, "CLUSTER", "NODES"));
    return [...nodes.matchAll(/ 127\.0\.0\.1:(\d+)@\S+ \S*master /g)].map(([, port]) => Number(port));
  };
  await agreed();
  let killed = first;
  return {
    ports,
    async killMasterOf(key) {
      const slot = Number(await call(first, "CLUSTER", "KEYSLOT", key));
      const ranges = (await call(ports[masters] ?? 0, "CLUSTER", "SLOTS")) as [
        number,
        number,
        [string, number],
      ][];
      killed = ranges.find(([from, to]) => slot >= from && slot <= to)?.[2][1] ?? 0;
      const child = running.get(killed)?.child;
      if (!child) throw new Error(`nobody runs at ${killed}`);
      const exit = once(child, "exit");
      child.kill("SIGKILL");
      await exit;
      return Date.now();
    },
    async restore() {
      const node = running.get(killed);
      if (!node) throw new Error(`nobody ran at ${killed}`);
      node.child = spawn(program, node.options, { stdio: "ignore" });
      await eventually(() => call(killed, "PING"), 10_000);
      await agreed();
    },
    async stop() {
      for (const { child } of running.values()) await ended(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
