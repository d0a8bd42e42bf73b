import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "../eventually.ts";
import { freePort } from "../platform/port.ts";
import { type Distance, distant } from "./distance.ts";
import { ended } from "./ended.ts";
import { realValkey } from "./real.ts";
import { Redis } from "iovalkey";

/** A master, its replica and three sentinels on loopback, as real servers. */
export interface Trio {
  /** Of the sentinels. */
  readonly ports: readonly number[];
  /** So long after one failover sentinels begin no other one. */
  readonly restMs: number;
  /** The port of the master, as sentinels have it. */
  masterPort(): Promise<number>;
  /** Ends the master without a word, as a machine that loses its power: with what is under way to its replica.
   *  @returns when it did, milliseconds since 1970 */
  killMaster(): Promise<number>;
  /** The master takes connections and answers nobody any more, as when its disk or its machine hangs. It never comes to again.
   *  @returns since when, milliseconds since 1970 */
  freezeMaster(): Promise<number>;
  /** Starts the one that was killed or frozen last again, as a replica of whoever is the master now; resolves when it has caught up and
   *  every sentinel would have it take over. */
  restore(): Promise<void>;
  stop(): Promise<void>;
}

export const master = "mymaster";
/** Also how long nobody is elected when sentinels voted for different ones; longer than the second that it takes them to see a replica promoted. */
const failoverTimeoutMs = 2_000;

/** Sentinels that notice at the same moment vote for themselves each, and nobody is elected. */
const staggerMs = 200;

interface TrioOptions {
  /** How long the first sentinel waits before it gives a master up; each other one waits a little longer. */
  readonly downAfterMs: number;
  /** How much later a replica has what its master has; 0: as soon as one machine can tell it itself. */
  readonly replicaLagMs?: number;
}

interface DataServer {
  /** As everybody knows it. */
  readonly port: number;
  readonly way: Distance | undefined;
  readonly file: string;
  child: ChildProcess;
}

/** @throws Error when there is no real server on this machine, or the trio does not come together */
export async function startTrio(
  password: string,
  { downAfterMs, replicaLagMs = 0 }: TrioOptions,
): Promise<Trio> {
  const program = realValkey;
  if (program === undefined) throw new Error("no valkey-server or redis-server is on this machine");
  const folder = await mkdtemp(join(tmpdir(), "naru-sentinel-"));
  const start = async (port: number, lines: readonly string[], mode: readonly string[] = []) => {
    const own = join(folder, String(port));
    const file = join(own, "server.conf");
    await mkdir(own);
    await writeFile(file, [`port ${port}`, "bind 127.0.0.1", `dir ${own}`, ...lines, ""].join("\n"));
    return { file, child: spawn(program, [file, ...mode], { stdio: "ignore" }) };
  };
  const startData = async (of?: number): Promise<DataServer> => {
    const own = await freePort();
    const way = replicaLagMs > 0 ? await distant(own, replicaLagMs) : undefined;
    const port = way?.port ?? own;
    const lines = [
      'save ""',
      `requirepass ${password}`,
      `masterauth ${password}`,
      "repl-diskless-sync-delay 0",
      `replica-announce-port ${port}`,
      ...(of === undefined ? [] : [`replicaof 127.0.0.1 ${of}`]),
    ];
    return { port, way, ...(await start(own, lines)) };
  };
  const replicated = (port: number) =>
    eventually(async () => {
      if (!(await infoOf(port, password)).includes("state=online")) throw new Error("no replica yet");
    }, 15_000);
  const first = await startData();
  const servers = [first, await startData(first.port)];
  await replicated(first.port);
  const watching = (downMs: number) => [
    `sentinel monitor ${master} 127.0.0.1 ${first.port} 2`,
    `sentinel auth-pass ${master} ${password}`,
    `sentinel down-after-milliseconds ${master} ${downMs}`,
    `sentinel failover-timeout ${master} ${failoverTimeoutMs}`,
  ];
  const ports: number[] = [];
  const sentinels: ChildProcess[] = [];
  for (let count = 0; count < 3; count++) {
    const port = await freePort();
    const lines = watching(downAfterMs + count * staggerMs);
    sentinels.push((await start(port, lines, ["--sentinel"])).child);
    ports.push(port);
  }
  await eventually(async () => {
    for (const port of ports) {
      const told = await infoOf(port);
      if (!/slaves=1,sentinels=3/.test(told)) throw new Error(`sentinels do not know each other: ${told}`);
    }
  }, 15_000);
  const [sentinel = 0] = ports;
  let gone = first;
  const leaving = async () => {
    const port = await masterBy(sentinel);
    const server = servers.find((each) => each.port === port);
    if (!server) throw new Error(`nobody runs at ${port}`);
    gone = server;
    return server;
  };
  return {
    ports,
    restMs: 2 * failoverTimeoutMs,
    masterPort: () => masterBy(sentinel),
    async killMaster() {
      const { child, way } = await leaving();
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await Promise.all([way?.cut(), ended]);
      return Date.now();
    },
    async freezeMaster() {
      (await leaving()).child.kill("SIGSTOP");
      return Date.now();
    },
    async restore() {
      await ended(gone.child);
      await gone.way?.mend();
      const now = await eventually(async () => {
        const [port = 0, ...others] = await Promise.all(ports.map(masterBy));
        if (port === gone.port || others.some((other) => other !== port))
          throw new Error("sentinels do not agree on another master");
        return port;
      }, 30_000);
      gone.child = spawn(program, [gone.file, "--replicaof", "127.0.0.1", String(now)], { stdio: "ignore" });
      await replicated(now);
      await eventually(async () => {
        for (const port of ports)
          if (!(await isFit(port))) throw new Error(`the sentinel at ${port} knows no replica that is fit`);
      }, 30_000);
    },
    async stop() {
      for (const child of [...sentinels, ...servers.map((server) => server.child)]) await ended(child);
      for (const { way } of servers) await way?.cut();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The port of the master, as a sentinel has it. */
async function masterBy(sentinel: number): Promise<number> {
  const [, port] = await toldBy<[string, string]>(sentinel, "get-master-addr-by-name");
  return Number(port);
}

/** Whether a sentinel knows a replica that is up and follows the master. */
async function isFit(sentinel: number): Promise<boolean> {
  const replicas = await toldBy<string[][]>(sentinel, "replicas");
  return replicas.some((fields) => {
    const of = (name: string) => fields[fields.indexOf(name) + 1];
    return of("flags") === "slave" && of("master-link-status") === "ok";
  });
}

async function toldBy<T>(sentinel: number, what: string): Promise<T> {
  const client = new Redis(sentinel);
  try {
    return (await client.call("SENTINEL", what, master)) as T;
  } finally {
    client.disconnect();
  }
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
