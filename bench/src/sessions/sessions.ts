import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { master, realValkey, startRealValkey, startTrio, type Trio } from "@naru/testkit/valkey";
import { startValkeyEngine } from "@naru/valkey-engine";
import { failedOver } from "./failovers.ts";
import { Site } from "./site.ts";
import { storeFailedOver } from "./store-failovers.ts";
import { throughput } from "./throughput.ts";
import { type Figures, named, told, Visitors } from "./visitors.ts";

export interface SessionsBenchOptions {
  /** 0: there is no application, and no cluster that runs it. */
  readonly users: number;
  /** 0: neither pods nor a node, a release or Naru go away. */
  readonly kills: number;
  /** With writes confirmed by a replica, and as many without. */
  readonly failovers: number;
  readonly say: (line: string) => void;
}

const replicas = 4;
const thinkMs = 4_000;
const warmMs = 15_000;
/** So soon sentinels give a master up, and so far away is its replica. */
const trioOptions = { downAfterMs: 600, replicaLagMs: 5 };
const password = "of-the-bench";
const throughputSeconds = 8;

/** Whether users stay signed in while pods, a node, a release, the store and Naru itself go away, and what it costs. */
export async function benchSessions(options: SessionsBenchOptions): Promise<Figures> {
  const { say } = options;
  const folder = await mkdtemp(join(tmpdir(), "naru-bench-sessions-"));
  const passwordFile = join(folder, "password");
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (realValkey === undefined)
    say("no valkey-server or redis-server here: no failover, nothing to compare with");
  const trio =
    realValkey === undefined || options.failovers === 0 ? undefined : await startTrio(password, trioOptions);
  try {
    const figures: Figures = { sessionsUsers: options.users };
    if (trio) Object.assign(figures, await storeFailedOver(trio, { ...options, password }));
    if (options.users > 0) Object.assign(figures, await served(trio, passwordFile, options));
    const sum = (of: string) =>
      Object.entries(figures).reduce(
        (total, [name, value]) =>
          name.endsWith(of) && !name.endsWith(`Confirmed${of}`) ? total + value : total,
        0,
      );
    const all = {
      sessionsLost: sum("SessionsLost"),
      writesLost: sum("WritesLost"),
      requestsFailed: sum("RequestsFailed"),
    };
    return { ...all, ...figures, ...(await compared(folder, say)) };
  } finally {
    await trio?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** An application in the embedded cluster and its visitors. */
async function served(
  trio: Trio | undefined,
  passwordFile: string,
  options: SessionsBenchOptions,
): Promise<Figures> {
  const sentinels = trio?.ports.map((port) => `127.0.0.1:${port}`).join(",");
  const settings: Record<string, string> = trio
    ? { NARU_SESSION_STORES: `trio=redis+sentinel://${sentinels}/${master}?password-file=${passwordFile}` }
    : {};
  const site = await Site.open(settings);
  try {
    const figures: Figures = {};
    if (options.kills > 0) Object.assign(figures, await disturbed(site, options));
    if (trio) Object.assign(figures, await failedOver(site, trio, options));
    return figures;
  } finally {
    await site.close();
  }
}

async function disturbed(site: Site, { users, kills, say }: SessionsBenchOptions): Promise<Figures> {
  const visitors = new Visitors(
    await site.deploy("kept", { store: { name: "local", isSentinel: false }, pods: replicas }),
    thinkMs,
  );
  visitors.start(users);
  await pause(warmMs);
  visitors.taken();
  const figures: Figures = {};
  const during = async (name: string, work: () => Promise<unknown>) => {
    say(`${name} …`);
    await work();
    await pause(thinkMs * 2);
    const tally = visitors.taken();
    say(`${name}: ${told(tally)}`);
    Object.assign(figures, named(name, tally));
  };
  await during("kills", () => site.killPods("kept", kills, replicas, say));
  await during("release", () => site.release("kept", replicas));
  await during("nodeLoss", () => site.loseNode("kept", replicas));
  await during("restart", () => site.restart("kept", replicas));
  await visitors.stop();
  return figures;
}

/** The embedded store, and a real one in the same run. */
async function compared(folder: string, say: (line: string) => void): Promise<Figures> {
  const embedded = await startValkeyEngine({ folder: join(folder, "valkey") });
  const figures: Figures = {};
  try {
    const own = await throughput(embedded.port, throughputSeconds);
    say(`embedded store: ${own.perSecond} commands/s, p99 ${own.p99Ms} ms`);
    Object.assign(figures, { storeCommandsPerSecond: own.perSecond, storeP99Ms: own.p99Ms });
  } finally {
    await embedded.stop();
  }
  if (realValkey === undefined) return figures;
  const real = await startRealValkey(["--appendonly", "yes"]);
  try {
    const theirs = await throughput(real.port, throughputSeconds);
    say(`${realValkey}: ${theirs.perSecond} commands/s, p99 ${theirs.p99Ms} ms`);
    return { ...figures, realStoreCommandsPerSecond: theirs.perSecond, realStoreP99Ms: theirs.p99Ms };
  } finally {
    await real.stop();
  }
}
