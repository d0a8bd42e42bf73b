import { Deadlines } from "./deadlines.ts";
import { Dictionary } from "./dictionary.ts";
import { type Entry, sizeOf, type Value } from "./entry.ts";
import type { Keyspace } from "./keyspace.ts";

/** The class of an event, as in `notify-keyspace-events`. */
export type EventClass = "g" | "$" | "l" | "s" | "h" | "z" | "x" | "e";

/** Somebody who wants to know whether a key was changed. */
export interface Watcher {
  dirty: boolean;
}

/** Somebody who waits for a key, and tries again when it changes. */
export interface Waiter {
  retry(): void;
}

/** One numbered database: keys, when they expire, and who waits for them. */
export class Database {
  readonly index: number;
  readonly keyspace: Keyspace;
  keys = new Dictionary<Entry>();
  deadlines: Deadlines;
  readonly watchers = new Map<string, Set<Watcher>>();
  /** Who waits for a key, longest first. */
  readonly awaited = new Map<string, Set<Waiter>>();

  constructor(index: number, keyspace: Keyspace) {
    this.index = index;
    this.keyspace = keyspace;
    this.deadlines = new Deadlines(keyspace.time);
  }

  /** The entry of a key, which is not expired. It counts as used. */
  find(key: string): Entry | undefined {
    const entry = this.keys.get(key);
    if (entry === undefined) return undefined;
    if (entry.expiresAt !== 0 && entry.expiresAt <= this.keyspace.time) {
      this.expire(entry);
      return undefined;
    }
    if (this.keyspace.touching) entry.used = this.keyspace.tick;
    return entry;
  }

  /** The same for commands that read, whose hits and misses are counted. */
  read(key: string): Entry | undefined {
    const entry = this.find(key);
    if (entry) this.keyspace.stats.hits++;
    else this.keyspace.stats.misses++;
    return entry;
  }

  /** Without a trace: the entry does not count as used. */
  peek(key: string): Entry | undefined {
    const entry = this.keys.get(key);
    return entry && entry.expiresAt !== 0 && entry.expiresAt <= this.keyspace.time ? undefined : entry;
  }

  /** Gives a key a value, whatever it had. It no longer expires unless that is to be kept. */
  put(key: string, value: Value, keepDeadline = false): Entry {
    const existing = this.find(key);
    if (existing) {
      existing.value = value;
      if (!keepDeadline) this.deadlines.clear(existing);
      return existing;
    }
    const entry: Entry = {
      key,
      value,
      expiresAt: 0,
      bucket: -1,
      bucketPlace: 0,
      volatilePlace: -1,
      used: this.keyspace.tick,
      counted: 0,
      rewrite: this.keyspace.rewrite,
    };
    this.keys.set(key, entry);
    return entry;
  }

  remove(key: string): boolean {
    const entry = this.find(key);
    if (!entry) return false;
    this.#drop(entry);
    return true;
  }

  /** Removes a key whose collection has become empty, and says so. */
  removeEmpty(key: string): void {
    if (this.remove(key)) this.keyspace.events.notify(this, "g", "del", key);
  }

  /** What every command does after it has changed a key: it is counted, told, and whoever watches it knows. */
  changed(key: string, kind: EventClass, event: string): void {
    this.keyspace.dirty++;
    this.#recount(key);
    this.#touch(key);
    this.keyspace.events.notify(this, kind, event, key);
  }

  expire(entry: Entry): void {
    this.#drop(entry);
    this.keyspace.stats.expired++;
    this.#touch(entry.key);
    this.keyspace.events.gone(this, entry.key, "expired");
  }

  evict(entry: Entry): void {
    this.#drop(entry);
    this.keyspace.stats.evicted++;
    this.#touch(entry.key);
    this.keyspace.events.gone(this, entry.key, "evicted");
  }

  /** Removes every key. */
  clear(): number {
    const { size } = this.keys;
    for (const key of this.watchers.keys()) if (this.keys.has(key)) this.#touch(key);
    for (let place = 0; place < size; place++) this.keyspace.bytes -= this.keys.valueAt(place).counted;
    this.keys = new Dictionary<Entry>();
    this.deadlines = new Deadlines(this.keyspace.time);
    return size;
  }

  /** A key at random that is there; undefined when there is none. */
  random(): string | undefined {
    while (this.keys.size > 0) {
      const key = this.keys.random();
      if (this.find(key)) return key;
    }
    return undefined;
  }

  #drop(entry: Entry): void {
    this.keys.delete(entry.key);
    this.deadlines.clear(entry);
    this.keyspace.bytes -= entry.counted;
    entry.counted = 0;
  }

  #recount(key: string): void {
    const entry = this.keys.get(key);
    if (!entry) return;
    const size = sizeOf(entry);
    this.keyspace.bytes += size - entry.counted;
    entry.counted = size;
  }

  #touch(key: string): void {
    if (this.watchers.size > 0) {
      for (const watcher of this.watchers.get(key) ?? []) watcher.dirty = true;
    }
    if (this.awaited.size > 0 && this.awaited.has(key)) this.keyspace.events.ready(this, key);
  }
}
