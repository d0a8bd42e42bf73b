import { setImmediate as nextTurn } from "node:timers/promises";
import type { WatchEvent } from "./entry.ts";
import type { Feed } from "./feed.ts";
import type { PathRange } from "./key.ts";

export interface WatchOptions {
  readonly resource: string;
  readonly namespace?: string | undefined;
  /** The first event is the one after this revision. */
  readonly from: number;
}

/** Takes events in the order of their revisions. The next ones come when what it returns has resolved: a consumer who
 *  waits for a slow socket keeps a place in the log, and nothing else. */
export type OnEvents = (events: readonly WatchEvent[]) => void | Promise<void>;

/** Told once, and then nothing more, when the consumer fell behind what has been compacted (ApiError Expired), or
 *  threw. Not told when the watch, or the store, is closed. */
export type OnEnd = (error: unknown) => void;

export interface Watch {
  /** Everything up to here has been taken: what a bookmark may say. */
  readonly revision: number;
  close(): void;
}

/** Everybody who follows the log, each at a place of its own. */
export class Watchers {
  readonly #feed: Feed;
  readonly #newest: () => number;
  readonly #open = new Set<Watcher>();

  constructor(feed: Feed, newest: () => number) {
    this.#feed = feed;
    this.#newest = newest;
  }

  open(range: PathRange, from: number, onEvents: OnEvents, onEnd: OnEnd): Watch {
    const read = (place: number) => this.#feed.read(place, this.#newest(), range);
    const watcher = new Watcher(read, from, onEvents, onEnd, () => this.#open.delete(watcher));
    this.#open.add(watcher);
    queueMicrotask(() => watcher.wake());
    return watcher;
  }

  wake(): void {
    for (const watcher of this.#open) watcher.wake();
  }

  close(): void {
    for (const watcher of this.#open) watcher.close();
  }
}

class Watcher implements Watch {
  readonly #read: (place: number) => { events: WatchEvent[]; reached: number };
  readonly #onEvents: OnEvents;
  readonly #onEnd: OnEnd;
  readonly #onClose: () => void;
  #place: number;
  #state: "resting" | "busy" | "closed" = "resting";

  constructor(
    read: (place: number) => { events: WatchEvent[]; reached: number },
    from: number,
    onEvents: OnEvents,
    onEnd: OnEnd,
    onClose: () => void,
  ) {
    this.#read = read;
    this.#place = from;
    this.#onEvents = onEvents;
    this.#onEnd = onEnd;
    this.#onClose = onClose;
  }

  get revision(): number {
    return this.#place;
  }

  /** One that is busy looks at the log again before it rests, so none is woken in vain or missed. */
  wake(): void {
    if (this.#state !== "resting") return;
    this.#state = "busy";
    void this.#follow();
  }

  close(): void {
    this.#state = "closed";
    this.#onClose();
  }

  async #follow(): Promise<void> {
    try {
      while (await this.#step());
    } catch (error) {
      if (this.#closed()) return;
      this.close();
      this.#onEnd(error);
    }
  }

  /** @returns whether there may be more */
  async #step(): Promise<boolean> {
    const { events, reached } = this.#read(this.#place);
    if (reached === this.#place) {
      this.#state = "resting";
      return false;
    }
    if (events.length > 0) await this.#onEvents(events);
    this.#place = reached;
    // A long replay leaves room for everything else.
    await nextTurn();
    return !this.#closed();
  }

  #closed(): boolean {
    return this.#state === "closed";
  }
}
