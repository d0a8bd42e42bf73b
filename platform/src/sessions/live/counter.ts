import type { Clock } from "#kernel/clock.ts";
import { Repeating } from "#kernel/repeating.ts";
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
  readonly #counted = new Map<string, Census>();
  readonly #counting: Repeating;

  constructor(registry: Registry, clock: Clock, everyMs: number) {
    this.#registry = registry;
    this.#clock = clock;
    this.#counting = new Repeating(
      (signal) => this.#count(signal),
      (tookMs) => Math.min(longestPauseMs, Math.max(everyMs, tookMs / mostPart)),
      () => undefined,
    );
  }

  of(declared: Declared): Census | undefined {
    return this.#counted.get(placeText(declared));
  }

  start(): void {
    this.#counting.start();
  }

  stop(): Promise<void> {
    return this.#counting.stop();
  }

  async #count(signal: AbortSignal): Promise<void> {
    const { declared } = this.#registry;
    const known = new Set(declared.map(placeText));
    for (const key of this.#counted.keys()) if (!known.has(key)) this.#counted.delete(key);
    for (const each of declared) {
      const store = this.#registry.storeOf(each);
      if (!store?.isUp || signal.aborted) continue;
      try {
        this.#counted.set(placeText(each), await censusOf(store, each, this.#clock.now(), signal));
      } catch {
        // What was counted last stands, with its time; the store's state tells why.
      }
    }
  }
}
