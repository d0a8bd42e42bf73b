import { setTimeout as pause } from "node:timers/promises";
import { log } from "@naru/shop/log";
import { SessionStore } from "@naru/shop/sessions";
import { connectSentinels } from "@naru/shop/session-client";
import { master, type Trio } from "@naru/testkit/valkey";
import type { SessionData } from "express-session";
import { quantile } from "../frames.ts";
import type { Figures } from "./visitors.ts";

const sessionCount = 200;
const thinkMs = 1_000;
const calmMs = 15_000;

interface StoreFailoverOptions {
  readonly password: string;
  readonly failovers: number;
  readonly say: (line: string) => void;
}

/** The demo shop's session store without a cluster, a server or an ingress around it: how long it is without a master, what writes take, and
 *  which of those that it had acknowledged are not there after a failover. */
export async function storeFailedOver(trio: Trio, options: StoreFailoverOptions): Promise<Figures> {
  // Figures are what is printed here.
  log.level = "silent";
  const alone = await underLoad("storeFailover", 0, trio, options);
  const waiting = await underLoad("storeFailoverWaiting", 1, trio, options);
  return { ...alone, ...waiting };
}

async function underLoad(
  name: string,
  replicas: number,
  trio: Trio,
  { password, failovers, say }: StoreFailoverOptions,
): Promise<Figures> {
  const nodes = trio.ports.map((port) => `127.0.0.1:${port}`).join(",");
  const connection = connectSentinels(
    { master, nodes, username: "default", password },
    { onError: () => undefined, onReady: () => undefined },
  );
  await connection.reached;
  const writers = new Writers(new SessionStore(connection.client, `${name}:`, replicas));
  let expected = await trio.masterPort();
  let uncalledFor = 0;
  writers.start();
  await pause(calmMs);
  const writeMs = writers.tookMs.splice(0);
  const took: number[] = [];
  for (let count = 0; count < failovers; count++) {
    if ((await trio.masterPort()) !== expected) uncalledFor++;
    const goneAt = await (count % 2 === 0 ? trio.killMaster() : trio.freezeMaster());
    took.push((await writers.wellAfter(goneAt)) - goneAt);
    await trio.restore();
    expected = await trio.masterPort();
    await pause(Math.max(2 * thinkMs, goneAt + trio.restMs + thinkMs - Date.now()));
  }
  await writers.stop();
  connection.close();
  const { writes, failed, lost, lostConfirmed } = writers;
  say(`${name}: ${writes} writes, ${lost} lost (${lostConfirmed} confirmed), ${failed} failed`);
  say(`written again after ${took.join(", ")} ms; ${uncalledFor} failovers uncalled for`);
  return {
    [`${name}Writes`]: writes,
    [`${name}WritesFailed`]: failed,
    [`${name}WritesLost`]: lost,
    [`${name}ConfirmedWritesLost`]: lostConfirmed,
    [`${name}UncalledFor`]: uncalledFor,
    [`${name}P50Ms`]: quantile(took, 0.5),
    [`${name}P99Ms`]: quantile(took, 0.99),
    [`${name}MaxMs`]: Math.max(...took),
    [`${name}WriteP50Ms`]: quantile(writeMs, 0.5),
    [`${name}WriteP99Ms`]: quantile(writeMs, 0.99),
  };
}

type Counted = SessionData & { readonly count?: number };

/** Each counts in a session of its own, and knows what it was told last. */
class Writers {
  readonly #store: SessionStore;
  readonly #stopping = new AbortController();
  #running: Promise<unknown> = Promise.resolve();
  #waiting: { readonly since: number; readonly found: (at: number) => void } | undefined;
  readonly tookMs: number[] = [];
  writes = 0;
  failed = 0;
  lost = 0;
  lostConfirmed = 0;

  constructor(store: SessionStore) {
    this.#store = store;
  }

  start(): void {
    this.#running = Promise.all(
      Array.from({ length: sessionCount }, (_, number) => this.#write(String(number))),
    );
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  /** When a write was acknowledged that began after a moment. */
  wellAfter(since: number): Promise<number> {
    return new Promise((found) => (this.#waiting = { since, found }));
  }

  async #write(id: string): Promise<void> {
    const { signal } = this.#stopping;
    let told = 0;
    let wasConfirmed = false;
    const rest = (ms: number) => pause(ms, undefined, { signal }).catch(() => undefined);
    await rest(Math.random() * thinkMs);
    while (!signal.aborted) {
      const began = Date.now();
      try {
        const before = ((await this.#store.get(id)) as Counted | null)?.count ?? 0;
        if (before < told) {
          this.lost++;
          if (wasConfirmed) this.lostConfirmed++;
        }
        const asked = performance.now();
        await this.#store.set(id, { cookie: { originalMaxAge: 3_600_000 }, count: before + 1 } as Counted);
        this.tookMs.push(performance.now() - asked);
        told = before + 1;
        wasConfirmed = this.#store.isConfirmed;
        this.writes++;
        this.#well(began);
      } catch {
        this.failed++;
      }
      await rest(thinkMs);
    }
  }

  #well(began: number): void {
    if (this.#waiting === undefined || began < this.#waiting.since) return;
    this.#waiting.found(Date.now());
    this.#waiting = undefined;
  }
}
