import type { Socket } from "node:net";
import { Redis } from "iovalkey";
import { NaruError } from "#kernel/errors.ts";
import type { Clock } from "#kernel/clock.ts";
import { Repeating } from "#kernel/repeating.ts";
import { type Client, connectStore, keepUp, mastersOf, onEveryServer } from "./client.ts";
import { factsOf, type StoreFacts, together } from "./facts.ts";
import type { StoreSource } from "./source.ts";
import { type Outage, Watch } from "./watch.ts";

export const beatEveryMs = 500;
const factsEveryMs = 5_000;
/** Only ever written by Naru; gone an hour after it. */
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
  readonly #watch = new Watch(beatEveryMs);
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
    return this.#isUp ? "" : this.#watch.why || "not reached yet";
  }

  /** Milliseconds since 1970; undefined while it is up or was never reached. */
  get awaySince(): number | undefined {
    return this.#watch.awaySince;
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

  /** Where the last answer came from; of a cluster, from which processes. */
  #server(): string {
    if (!(this.client instanceof Redis)) return this.#facts?.runId ?? "";
    const { remoteAddress, remotePort } = this.client.stream as Partial<Socket>;
    return `${remoteAddress}:${remotePort}`;
  }

  #whyOf(error: unknown): string {
    const { message } = error as Error;
    return /isn't writeable|is closed/.test(message) ? this.#noConnection || "no connection" : message;
  }

  async #beat(): Promise<void> {
    try {
      if (this.#clock.now() - this.#lastFactsAt >= factsEveryMs || !this.#isUp) await this.#learn();
      const number = ++this.#number;
      const found = await this.client.set(beatKey, number, "EX", beatSeconds, "GET");
      const server = this.#server();
      const beat = { at: this.#clock.now(), number, found: found === null ? null : Number(found), server };
      this.#isUp = true;
      const outage = this.#watch.answered(beat);
      if (outage) this.#events.onOutage(this, outage);
    } catch (error) {
      this.#watch.failed(this.#whyOf(error));
      if (this.#watch.awaySince !== undefined || this.#number === 0) this.#isUp = false;
    }
  }

  async #learn(): Promise<void> {
    const now = this.#clock.now();
    const masters = this.masters();
    const found = await Promise.all(masters.map(async (master) => factsOf(await master.info())));
    const facts = together(found);
    const before = this.#facts;
    const seconds = (now - this.#lastFactsAt) / 1000;
    this.#commandsPerSecond =
      facts && before?.runId === facts.runId ? Math.max(0, facts.commands - before.commands) / seconds : null;
    this.#facts = facts;
    this.#lastFactsAt = now;
  }
}
