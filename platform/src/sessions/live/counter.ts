import type { Clock } from "#kernel/clock.ts";
import type { Census } from "../api.ts";
import { type Declared, placeText } from "../declared/declared.ts";
import type { Registry } from "../declared/registry.ts";
import { censusOf } from "./census.ts";

/** Counting takes at most this part of the time. */
const mostPart = 0.1;
const longestPauseMs = 30_000;

/** Counts the sessions of every application, again and again. */
export class Counter {
  readonly #registry: Registry;
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #abort = new AbortController();
  readonly #counted = new Map<string, Census>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(registry: Registry, clock: Clock, everyMs: number) {
    this.#registry = registry;
    this.#everyMs = everyMs;
    this.#clock = clock;
  }

  of(declared: Declared): Census | undefined {
    return this.#counted.get(placeText(declared));
  }

  start(): void {
    const again = async () => {
      const started = performance.now();
      this.#running = this.#count();
      await this.#running;
      const pause = Math.min(
        longestPauseMs,
        Math.max(this.#everyMs, (performance.now() - started) / mostPart),
      );
      if (!this.#abort.signal.aborted) this.#timer = setTimeout(() => void again(), pause);
    };
    void again();
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #count(): Promise<void> {
    const { declared } = this.#registry;
    const known = new Set(declared.map(placeText));
    for (const key of this.#counted.keys()) if (!known.has(key)) this.#counted.delete(key);
    for (const each of declared) {
      const store = this.#registry.storeOf(each);
      if (!store?.isUp || this.#abort.signal.aborted) continue;
      try {
        this.#counted.set(
          placeText(each),
          await censusOf(store, each, this.#clock.now(), this.#abort.signal),
        );
      } catch {
        // What was counted last stands, with its time; the store's state tells why.
      }
    }
  }
}
