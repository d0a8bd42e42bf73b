import { Database, type EventClass } from "./database.ts";
import type { Entry } from "./entry.ts";
import { type Policy, victim } from "./eviction.ts";

/** What happens to keys, for those who tell others, or write it down. */
export interface KeyspaceEvents {
  notify(db: Database, kind: EventClass, event: string, key: string): void;
  /** A key was removed by itself, not by a command. */
  gone(db: Database, key: string, why: "expired" | "evicted"): void;
  /** A key changed that somebody waits for. */
  ready(db: Database, key: string): void;
}

const tickMs = 100;
/** How many deadlines are looked at before the clock is. */
const expiryBatch = 200;

/** All databases, with what they share: the clock, the count of memory, the figures. */
export class Keyspace {
  readonly databases: readonly Database[];
  events: KeyspaceEvents;
  /** Milliseconds since 1970, as the command that runs sees it; 0 while a log is replayed, so that nothing expires. */
  time: number;
  /** The same in tenths of a second since the start: what idle times and LRU are measured in. */
  tick = 0;
  /** Whether looking at a key counts as using it. */
  touching = true;
  /** Estimate of the memory of all keys, in bytes. */
  bytes = 0;
  /** Counts changes. */
  dirty = 0;
  /** Counts rewrites of the append-only file. */
  rewrite = 0;
  readonly stats = { hits: 0, misses: 0, expired: 0, evicted: 0 };
  readonly #startedAt: number;

  constructor(databases: number, now: number, events: KeyspaceEvents) {
    this.events = events;
    this.time = now;
    this.#startedAt = now;
    this.databases = Array.from({ length: databases }, (_, index) => new Database(index, this));
  }

  setTime(now: number): void {
    this.time = now;
    this.tick = Math.floor((now - this.#startedAt) / tickMs);
  }

  /** Seconds since a key was used. */
  idleSeconds(entry: Entry): number {
    return Math.max(0, Math.floor(((this.tick - entry.used) * tickMs) / 1000));
  }

  /** Removes what has expired, soonest first, for no longer than `budgetMs`.
   *  @returns whether there is more */
  expireDue(budgetMs: number): boolean {
    const until = performance.now() + budgetMs;
    for (const db of this.databases) {
      while (db.deadlines.due(this.time, expiryBatch, (entry) => db.expire(entry))) {
        if (performance.now() > until) return true;
      }
    }
    return false;
  }

  /** Removes keys by the policy until no more than `limit` bytes are held.
   *  @returns whether that could be done */
  evictTo(limit: number, policy: Policy, samples: number): boolean {
    while (this.bytes > limit) {
      const chosen = victim(this.databases, policy, samples);
      if (!chosen) return false;
      chosen.db.evict(chosen.entry);
    }
    return true;
  }
}
