import { open } from "node:fs/promises";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Database } from "../data/database.ts";
import type { Entry } from "../data/entry.ts";
import type { Keyspace } from "../data/keyspace.ts";
import { Writer } from "../resp/writer.ts";
import { commandsOf } from "./snapshot.ts";

/** How long others wait for a step, and how many keys are looked at before the clock is. */
const stepMs = 2;
const keysAtOnce = 32;

/** Writes down all keys as they are at one moment while commands go on: a key that is about to change is written first.
 *  Keys that come later are the log's. */
export class Rewrite {
  /** Bytes that were written. */
  size = 0;
  readonly #keyspace: Keyspace;
  readonly #number: number;
  readonly #writer = new Writer();
  #db: number | undefined;

  /** The moment is now. */
  constructor(keyspace: Keyspace) {
    this.#keyspace = keyspace;
    this.#number = ++keyspace.rewrite;
  }

  /** Writes keys down, as they still are. */
  beforeChange(db: Database, keys: readonly string[]): void {
    for (const key of keys) {
      const entry = db.keys.get(key);
      if (entry) this.#add(db, entry);
    }
  }

  #add(db: Database, entry: Entry): void {
    if (entry.rewrite >= this.#number) return;
    entry.rewrite = this.#number;
    if (this.#db !== db.index) this.#writer.command(["SELECT", String(db.index)]);
    this.#db = db.index;
    for (const command of commandsOf(entry)) this.#writer.command(command);
  }

  /** Writes the file, in steps, and syncs it.
   *  @param stopped  asked between steps: whether to give up */
  async run(path: string, stopped: () => boolean): Promise<void> {
    const file = await open(path, "w", 0o600);
    try {
      for (const db of this.#keyspace.databases) {
        let cursor = 0;
        do {
          cursor = this.#step(db, cursor);
          if (this.#writer.length > 0) {
            const bytes = this.#writer.take();
            await file.writeFile(bytes);
            this.size += bytes.length;
          }
          await nextTurn();
          if (stopped()) throw new Error("the server stops");
        } while (cursor !== 0);
      }
      const rest = this.#writer.take();
      await file.writeFile(rest);
      this.size += rest.length;
      await file.sync();
    } finally {
      await file.close();
    }
  }

  #step(db: Database, from: number): number {
    const until = performance.now() + stepMs;
    let cursor = from;
    do {
      cursor = db.keys.walk(cursor, keysAtOnce, (key) => this.#add(db, db.keys.get(key)!));
    } while (cursor !== 0 && performance.now() < until);
    return cursor;
  }
}
