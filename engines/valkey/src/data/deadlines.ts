import type { Entry } from "./entry.ts";

const bucketMs = 100;
const bucketOf = (at: number) => Math.floor(at / bucketMs);

/** The entries that expire, by when. An entry lies in a bucket of 100 ms that is never later than its deadline: putting
 *  the deadline off, as every request of a session does, moves nothing; when the bucket's time has come the entry is
 *  put where it belongs by then. */
export class Deadlines {
  readonly #buckets = new Map<number, Entry[]>();
  /** All of them, so that one can be drawn at random. */
  readonly #volatile: Entry[] = [];
  /** Buckets before this one are empty. */
  #from: number;

  constructor(now: number) {
    this.#from = bucketOf(now);
  }

  get size(): number {
    return this.#volatile.length;
  }

  /** Sets a deadline, in milliseconds since 1970. */
  set(entry: Entry, at: number): void {
    if (entry.volatilePlace < 0) {
      entry.volatilePlace = this.#volatile.length;
      this.#volatile.push(entry);
    }
    entry.expiresAt = at;
    const bucket = Math.max(bucketOf(at), this.#from);
    if (entry.bucket >= 0 && entry.bucket <= bucket) return;
    this.#leave(entry);
    this.#join(entry, bucket);
  }

  clear(entry: Entry): void {
    if (entry.volatilePlace < 0) return;
    const last = this.#volatile.pop()!;
    if (last !== entry) {
      this.#volatile[entry.volatilePlace] = last;
      last.volatilePlace = entry.volatilePlace;
    }
    entry.volatilePlace = -1;
    entry.expiresAt = 0;
    this.#leave(entry);
  }

  random(): Entry | undefined {
    return this.#volatile[Math.floor(Math.random() * this.#volatile.length)];
  }

  /** Looks at up to `limit` entries whose time may have come, and hands over those whose time has.
   *  @returns whether there may be more */
  due(now: number, limit: number, expire: (entry: Entry) => void): boolean {
    const current = bucketOf(now);
    if (this.#volatile.length === 0) this.#from = Math.max(this.#from, current);
    let left = limit;
    for (; this.#from < current; this.#from++) {
      const bucket = this.#buckets.get(this.#from) ?? [];
      for (let entry = bucket.at(-1); entry; entry = bucket.at(-1)) {
        if (left-- <= 0) return true;
        if (entry.expiresAt <= now) expire(entry);
        else this.#rejoin(entry);
      }
    }
    return false;
  }

  #rejoin(entry: Entry): void {
    this.#leave(entry);
    this.#join(entry, bucketOf(entry.expiresAt));
  }

  #join(entry: Entry, place: number): void {
    let bucket = this.#buckets.get(place);
    if (!bucket) this.#buckets.set(place, (bucket = []));
    entry.bucket = place;
    entry.bucketPlace = bucket.length;
    bucket.push(entry);
  }

  #leave(entry: Entry): void {
    if (entry.bucket < 0) return;
    const bucket = this.#buckets.get(entry.bucket)!;
    const last = bucket.pop()!;
    if (last !== entry) {
      bucket[entry.bucketPlace] = last;
      last.bucketPlace = entry.bucketPlace;
    }
    if (bucket.length === 0) this.#buckets.delete(entry.bucket);
    entry.bucket = -1;
  }
}
