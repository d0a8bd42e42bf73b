import type { Socket } from "node:net";
import { Redis } from "iovalkey";
import { NaruError } from "#kernel/errors.ts";
import type { Clock } from "#kernel/clock.ts";
import { Repeating } from "#kernel/repeating.ts";
import { type Client, connectStore, keepUp, mastersOf, onEveryServer } from "./client.ts";
import { factsOf, type StoreFacts, together } from "./facts.ts";
import type { StoreSource } from "./source.ts";
import { slotOf, spread } from "./spread.ts";
import { type Outage, Watch } from "./watch.ts";

export const beatEveryMs = 500;
const factsEveryMs = 5_000;
/** Only ever written by Naru; gone an hour after it. Every server of a cluster has one of its own. */
const beatKey = "naru:heartbeat";
const beatSeconds = 3600;

export interface StoreEvents {
  /** A stretch without writes, or a change of servers, is over. */
  readonly onOutage: (store: SessionStore, outage: Outage) => void;
}

/** One place where sessions are kept, watched all the time by small writes. */
export class SessionStore {
  readonly source: StoreSource;
  readonly client: Client;
  readonly #events: StoreEvents;
  readonly #clock: Clock;
  /** By the key that is written. */
  #watches: ReadonlyMap<string, Watch> = new Map([[beatKey, new Watch(beatEveryMs)]]);
  #facts: StoreFacts | undefined;
  #commandsPerSecond: number | null = null;
  #lastFactsAt = 0;
  #number = 0;
  #isUp = false;
  readonly #beating = new Repeating(
    () => this.#beat(),
    () => beatEveryMs,
    () => undefined,
  );
  readonly #letGo: () => void;
  #noConnection = "";

  constructor(source: StoreSource, clock: Clock, events: StoreEvents) {
    this.source = source;
    this.#clock = clock;
    this.#events = events;
    this.client = connectStore(source);
    this.#letGo = keepUp(this.client);
    // Commands are refused meanwhile, without saying why there is no connection.
    this.client.on("error", ({ message }: Error) => (this.#noConnection = message));
  }

  get name(): string {
    return this.source.name;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Why it takes no writes; "" while it does. */
  get message(): string {
    if (this.#isUp) return "";
    return [...this.#watches.values()].find(({ why }) => why !== "")?.why ?? "not reached yet";
  }

  /** Milliseconds since 1970; undefined while it is up or was never reached. */
  get awaySince(): number | undefined {
    const since = [...this.#watches.values()].flatMap(({ awaySince = [] }) => awaySince);
    return since.length === 0 ? undefined : Math.min(...since);
  }

  get facts(): StoreFacts | undefined {
    return this.#facts;
  }

  get commandsPerSecond(): number | null {
    return this.#commandsPerSecond;
  }

  start(): void {
    this.#beating.start();
  }

  async stop(): Promise<void> {
    // What is under way is refused at once.
    this.#letGo();
    this.client.disconnect();
    await this.#beating.stop();
  }

  masters(): Redis[] {
    return mastersOf(this.client);
  }

  /** Does something on every server, replicas too.
   *  @throws NaruError SESSION_STORE_UNAVAILABLE when one is away or refuses */
  everywhere(work: (server: Redis) => Promise<unknown>): Promise<void> {
    return this.ask((client) => onEveryServer(this.source, client, work));
  }

  /** Does something there.
   *  @throws NaruError SESSION_STORE_UNAVAILABLE when it is away or refuses */
  async ask<T>(work: (client: Client) => Promise<T>): Promise<T> {
    try {
      return await work(this.client);
    } catch (cause) {
      if (cause instanceof NaruError) throw cause;
      throw new NaruError("SESSION_STORE_UNAVAILABLE", `${this.name}: ${this.#whyOf(cause)}.`, { cause });
    }
  }

  /** Where what was written last to a key is. */
  #serverOf(key: string): string {
    if (!(this.client instanceof Redis)) return this.client.slots[slotOf(key)]?.[0] ?? "";
    const { remoteAddress, remotePort } = this.client.stream as Partial<Socket>;
    return `${remoteAddress}:${remotePort}`;
  }

  #whyOf(error: unknown): string {
    const { message } = error as Error;
    return /isn't writeable|is closed/.test(message) ? this.#noConnection || "no connection" : message;
  }

  async #beat(): Promise<void> {
    this.#spread();
    const number = ++this.#number;
    const answers = await Promise.all(
      [...this.#watches].map(([key, watch]) => this.#write(key, number, watch)),
    );
    if (answers.every(Boolean)) {
      if (!this.#isUp || this.#clock.now() - this.#lastFactsAt >= factsEveryMs) await this.#learn();
      this.#isUp = true;
    } else if (this.awaySince !== undefined) {
      this.#isUp = false;
    }
  }

  /** A cluster may have got a server more or one less. */
  #spread(): void {
    if (this.client instanceof Redis) return;
    const owners = this.client.slots.map((nodes) => nodes?.[0]);
    const keys = spread(beatKey, owners, [...this.#watches.keys()]);
    if (keys.length === 0) return;
    this.#watches = new Map(keys.map((key) => [key, this.#watches.get(key) ?? new Watch(beatEveryMs)]));
  }

  /** @returns whether it was answered */
  async #write(key: string, number: number, watch: Watch): Promise<boolean> {
    try {
      const found = await this.client.set(key, number, "EX", beatSeconds, "GET");
      const server = this.#serverOf(key);
      const beat = { at: this.#clock.now(), number, found: found === null ? null : Number(found), server };
      const outage = watch.answered(beat);
      if (outage) this.#events.onOutage(this, outage);
      return true;
    } catch (error) {
      watch.failed(this.#whyOf(error));
      return false;
    }
  }

  /** What it told last stands when it does not tell now. */
  async #learn(): Promise<void> {
    const now = this.#clock.now();
    const masters = this.masters();
    const told = await Promise.all(masters.map((master) => master.info())).catch(() => undefined);
    if (told === undefined) return;
    const found = told.map(factsOf);
    const facts = together(found);
    const before = this.#facts;
    const seconds = (now - this.#lastFactsAt) / 1000;
    this.#commandsPerSecond =
      facts && before?.runId === facts.runId ? Math.max(0, facts.commands - before.commands) / seconds : null;
    this.#facts = facts;
    this.#lastFactsAt = now;
  }
}
