import type { Redis } from "iovalkey";
import type { Logger } from "#kernel/log.ts";
import { type Declared, placeText } from "../declared/declared.ts";
import { idOf, keyOf } from "../layouts/layouts.ts";
import { keepUp, listenerOf } from "../stores/client.ts";
import type { SessionStore } from "../stores/store.ts";
import { endSessions, idsOf, sessionsOf } from "./sessions.ts";

/** Sets and hashes that were written. */
const events = "Eg$hx";
/** Signed-in sessions that are remembered; the ones that signed in first are forgotten first. */
const mostRemembered = 1_000_000;

interface Listener {
  readonly redis: Redis;
  readonly letGo: () => void;
}

/** Of a node of a cluster; whoever is the master by what sentinels say is the same one for us. */
const nameOf = ({ options }: Redis): string => `${options.host}:${options.port}`;

interface LimiterOptions {
  readonly log: Logger;
  readonly now: () => number;
  /** Told how many of a user's sessions were ended. */
  readonly onEnded: (declared: Declared, ended: number) => void;
}

/** Where a user may have so many sessions only, the older ones end when there is one more: the store tells what is written. */
export class Limiter {
  readonly #store: SessionStore;
  readonly #options: LimiterOptions;
  #declared: readonly Declared[] = [];
  /** By the server that they listen to. */
  readonly #listeners = new Map<string, Listener>();
  /** Who is signed in, by key, as it was written last. */
  readonly #users = new Map<string, string>();
  /** The keys of each user, in the order in which they signed in. */
  readonly #keys = new Map<string, Set<string>>();
  /** What is written is looked at in its order. */
  #looking: Promise<void> = Promise.resolve();
  readonly #abort = new AbortController();

  constructor(store: SessionStore, options: LimiterOptions) {
    this.#store = store;
    this.#options = options;
  }

  /** @param declared  applications in this store; those without a limit are none of ours */
  watch(declared: readonly Declared[]): void {
    const before = new Set(this.#declared.map(placeText));
    this.#declared = declared.filter(({ mostPerUser }) => mostPerUser > 0);
    const masters = this.#declared.length === 0 ? [] : this.#store.masters();
    this.#listen(new Map(masters.map((master) => [nameOf(master), master])));
    for (const each of this.#declared)
      if (!before.has(placeText(each))) this.#later(() => this.#recall(each), each);
  }

  stop(): void {
    this.#abort.abort();
    this.#listen(new Map());
  }

  /** A cluster's masters change: nobody listens to those that are none any more. */
  #listen(masters: ReadonlyMap<string, Redis>): void {
    for (const [name, { redis, letGo }] of this.#listeners) {
      if (masters.has(name)) continue;
      letGo();
      redis.disconnect();
      this.#listeners.delete(name);
    }
    for (const [name, master] of masters)
      if (!this.#listeners.has(name)) this.#listeners.set(name, this.#listenerTo(master));
  }

  #listenerTo(master: Redis): Listener {
    const redis = listenerOf(master);
    redis.on("error", () => undefined);
    // Whatever it listens to is asked for anew after each time that the store was away.
    redis.on("ready", () => void this.#subscribe(redis));
    redis.on("pmessage", (_pattern: string, channel: string, key: string) => {
      if (/:(?:set|hset)$/.test(channel)) this.#wrote(key);
    });
    return { redis, letGo: keepUp(redis) };
  }

  async #subscribe(listener: Redis): Promise<void> {
    try {
      const before = ((await listener.config("GET", "notify-keyspace-events")) as string[])[1] ?? "";
      const letters = [...new Set(before + events)].join("");
      await listener.config("SET", "notify-keyspace-events", letters);
      await listener.psubscribe(`__keyevent@${this.#store.source.database}__:*set`);
      for (const declared of this.#declared) this.#later(() => this.#recall(declared), declared);
    } catch (error) {
      this.#options.log.warn(
        { store: this.#store.name, why: (error as Error).message },
        "the store does not tell what is written: sessions per user are not limited",
      );
    }
  }

  /** Who is signed in already has not just signed in. */
  async #recall(declared: Declared): Promise<void> {
    const now = this.#options.now();
    for await (const ids of idsOf(this.#store, declared, this.#abort.signal))
      for (const { id, user } of await sessionsOf(this.#store, declared, ids, now))
        if (user !== null) this.#remember(keyOf(declared.layout, declared.prefix, id), user);
  }

  #wrote(key: string): void {
    const declared = this.#declared.find(({ layout, prefix }) => idOf(layout, prefix, key) !== undefined);
    const id = declared && idOf(declared.layout, declared.prefix, key);
    if (declared && id !== undefined) this.#later(() => this.#look(declared, key, id), declared);
  }

  /** Does things one after the other, in the order in which they were asked for. */
  #later(work: () => Promise<void>, of: Declared): void {
    this.#looking = this.#looking.then(work).catch((error: unknown) => {
      const why = (error as Error).message;
      this.#options.log.warn({ application: placeText(of), why }, "sessions per user could not be limited");
    });
  }

  /** Only who signs in ends other sessions, not who comes back. */
  async #look(declared: Declared, key: string, id: string): Promise<void> {
    const [session] = await sessionsOf(this.#store, declared, [id], this.#options.now());
    const user = session?.user ?? undefined;
    if (this.#users.get(key) === user) return;
    this.#forget(key);
    if (user === undefined) return;
    this.#remember(key, user);
    await this.#endOlder(declared, user);
  }

  async #endOlder(declared: Declared, user: string): Promise<void> {
    const { layout, prefix, mostPerUser } = declared;
    const own = [...(this.#keys.get(user) ?? [])].flatMap((key) => idOf(layout, prefix, key) ?? []);
    const older = own.slice(0, -mostPerUser);
    if (older.length === 0) return;
    for (const id of older) this.#forget(keyOf(layout, prefix, id));
    const ended = await endSessions(
      this.#store,
      declared,
      older.map((id) => ({ id, user })),
    );
    // Those that had expired were not there any more.
    if (ended > 0) this.#options.onEnded(declared, ended);
  }

  #remember(key: string, user: string): void {
    this.#users.set(key, user);
    this.#keys.set(user, (this.#keys.get(user) ?? new Set()).add(key));
    const [oldest] = this.#users.keys();
    if (this.#users.size > mostRemembered && oldest !== undefined) this.#forget(oldest);
  }

  #forget(key: string): void {
    const user = this.#users.get(key) ?? "";
    const keys = this.#keys.get(user);
    keys?.delete(key);
    if (keys?.size === 0) this.#keys.delete(user);
    this.#users.delete(key);
  }
}
