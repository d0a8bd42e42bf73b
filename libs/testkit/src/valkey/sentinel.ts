import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "../eventually.ts";
import { freePort } from "../platform/port.ts";
import { realValkey } from "./real.ts";
import { Redis } from "iovalkey";

/** A master, its replica and three sentinels on loopback, as real servers. */
export interface Trio {
  /** Of the sentinels. */
  readonly ports: readonly number[];
  /** Ends the master without a word, as a machine that loses its power.
   *  @returns when it did, milliseconds since 1970 */
  killMaster(): Promise<number>;
  /** Starts the one that was killed last again, as a replica of whoever is the master now; resolves when it has caught up. */
  restore(): Promise<void>;
  stop(): Promise<void>;
}

export const master = "mymaster";

/** @param downAfterMs  how long sentinels wait before they give a master up
 *  @throws Error when there is no real server on this machine, or the trio does not come together */
export async function startTrio(password: string, downAfterMs: number): Promise<Trio> {
  const program = realValkey;
  if (program === undefined) throw new Error("no valkey-server or redis-server is on this machine");
  const folder = await mkdtemp(join(tmpdir(), "naru-sentinel-"));
  const running = new Map<number, ChildProcess>();
  const fileOf = (port: number) => join(folder, String(port), "server.conf");
  const start = async (port: number, lines: readonly string[], mode: readonly string[] = []) => {
    const own = join(folder, String(port));
    await mkdir(own);
    await writeFile(fileOf(port), [`port ${port}`, "bind 127.0.0.1", `dir ${own}`, ...lines, ""].join("\n"));
    running.set(port, spawn(program, [fileOf(port), ...mode], { stdio: "ignore" }));
    return port;
  };
  const replicated = (port: number) =>
    eventually(async () => {
      if (!(await infoOf(port, password)).includes("state=online")) throw new Error("no replica yet");
    }, 15_000);
  const data = ['save ""', `requirepass ${password}`, `masterauth ${password}`, "repl-diskless-sync-delay 0"];
  const [first, second] = [await freePort(), await freePort()];
  await start(first, data);
  await start(second, [...data, `replicaof 127.0.0.1 ${first}`]);
  await replicated(first);
  const watching = [
    `sentinel monitor ${master} 127.0.0.1 ${first} 2`,
    `sentinel auth-pass ${master} ${password}`,
    `sentinel down-after-milliseconds ${master} ${downAfterMs}`,
    `sentinel failover-timeout ${master} 5000`,
  ];
  const ports: number[] = [];
  for (let count = 0; count < 3; count++) ports.push(await start(await freePort(), watching, ["--sentinel"]));
  await eventually(async () => {
    for (const port of ports) {
      const told = await infoOf(port);
      if (!/slaves=1,sentinels=3/.test(told)) throw new Error(`sentinels do not know each other: ${told}`);
    }
  }, 15_000);
  let killed = first;
  return {
    ports,
    async killMaster() {
      killed = await masterBy(ports[0] ?? 0);
      const child = running.get(killed);
      if (!child) throw new Error(`nobody runs at ${killed}`);
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
      return Date.now();
    },
    async restore() {
      const now = await masterBy(ports[0] ?? 0);
      const of = ["--replicaof", "127.0.0.1", String(now)];
      running.set(killed, spawn(program, [fileOf(killed), ...of], { stdio: "ignore" }));
      await replicated(now);
    },
    async stop() {
      for (const child of running.values()) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        const ended = once(child, "exit");
        child.kill("SIGKILL");
        await ended;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The port of the master, as a sentinel has it. */
async function masterBy(sentinel: number): Promise<number> {
  const client = new Redis(sentinel);
  const [, port] = (await client.call("SENTINEL", "get-master-addr-by-name", master)) as [string, string];
  client.disconnect();
  return Number(port);
}

async function infoOf(port: number, password?: string): Promise<string> {
  const client = new Redis(port, { maxRetriesPerRequest: 0, ...(password !== undefined && { password }) });
  client.on("error", () => undefined);
  try {
    return await client.info();
  } finally {
    client.disconnect();
  }
}
