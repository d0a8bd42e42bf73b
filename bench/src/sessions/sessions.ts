import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { master, realValkey, startRealValkey, startTrio } from "@naru/testkit/valkey";
import { startValkeyEngine } from "@naru/valkey-engine";
import { quantile } from "../frames.ts";
import { Site } from "./site.ts";
import { throughput } from "./throughput.ts";
import { failedOf, type Tally, Visitors } from "./visitors.ts";

export interface SessionsBenchOptions {
  readonly users: number;
  readonly kills: number;
  readonly failovers: number;
  readonly say: (line: string) => void;
}

type Figures = Record<string, number>;

const replicas = 4;
const thinkMs = 4_000;
const warmMs = 15_000;
/** So soon sentinels give a master up. */
const downAfterMs = 1_000;
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
  const trio = realValkey === undefined ? undefined : await startTrio(password, downAfterMs);
  const sentinels = trio?.ports.map((port) => `127.0.0.1:${port}`).join(",");
  const settings: Record<string, string> = trio
    ? { NARU_SESSION_STORES: `trio=redis+sentinel://${sentinels}/${master}?password-file=${passwordFile}` }
    : {};
  const site = await Site.open(settings);
  try {
    const figures = await disturbed(site, options);
    if (trio) Object.assign(figures, await failedOver(site, trio, options));
    const sum = (of: string) =>
      Object.entries(figures).reduce(
        (total, [name, value]) => (name.endsWith(of) ? total + value : total),
        0,
      );
    const all = { sessionsLost: sum("SessionsLost"), requestsFailed: sum("RequestsFailed") };
    return { ...all, ...figures, ...(await compared(folder, say)) };
  } finally {
    await site.close();
    await trio?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function disturbed(site: Site, { users, kills, say }: SessionsBenchOptions): Promise<Figures> {
  const visitors = new Visitors(await site.deploy("kept", "local", false, replicas), thinkMs);
  visitors.start(users);
  await pause(warmMs);
  visitors.taken();
  const figures: Figures = { sessionsUsers: users };
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

async function failedOver(
  site: Site,
  trio: Awaited<ReturnType<typeof startTrio>>,
  { users, failovers, say }: SessionsBenchOptions,
): Promise<Figures> {
  const visitors = new Visitors(await site.deploy("followed", "trio", true, replicas), thinkMs);
  visitors.start(users);
  await pause(warmMs);
  visitors.taken();
  const took: number[] = [];
  for (let count = 0; count < failovers; count++) {
    const killedAt = await trio.killMaster();
    took.push((await visitors.wellAfter(killedAt)) - killedAt);
    await trio.restore();
    await pause(thinkMs);
  }
  await pause(thinkMs * 2);
  const tally = visitors.taken();
  await visitors.stop();
  say(`failover: ${told(tally)}`);
  return {
    ...named("failover", tally),
    failoverP50Ms: quantile(took, 0.5),
    failoverP99Ms: quantile(took, 0.99),
    failoverMaxMs: Math.max(...took),
  };
}

const named = (name: string, tally: Tally): Figures => ({
  [`${name}Visits`]: tally.visits,
  [`${name}SessionsLost`]: tally.lost,
  [`${name}WritesLost`]: tally.forgot,
  [`${name}RequestsFailed`]: failedOf(tally),
  ...Object.fromEntries(
    Object.entries(tally.failed).map(([kind, count]) => [`${name}Failed_${kind}`, count]),
  ),
});

const told = ({ visits, lost, forgot, failed }: Tally): string =>
  `${visits} visits, ${lost} sessions lost, ${forgot} knew less than before, failed ${JSON.stringify(failed)}`;

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
