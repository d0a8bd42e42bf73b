import type { Clock } from "#kernel/clock.ts";

/** Something that is asked for again and again, and read at most so often: who asks meanwhile gets the same. */
export class Remembered<T> {
  readonly #read: () => Promise<T>;
  readonly #freshMs: number;
  readonly #clock: Clock;
  #last: { readonly at: number; readonly value: Promise<T> } | undefined;

  /** @param freshMs  after which it is read again */
  constructor(read: () => Promise<T>, freshMs: number, clock: Clock) {
    this.#read = read;
    this.#freshMs = freshMs;
    this.#clock = clock;
  }

  /** A failure is told to all who asked for it, and to nobody later. */
  get(): Promise<T> {
    const now = this.#clock.now();
    if (this.#last && now - this.#last.at < this.#freshMs) return this.#last.value;
    const value = this.#read();
    const last = { at: now, value };
    this.#last = last;
    value.catch(() => {
      if (this.#last === last) this.#last = undefined;
    });
    return value;
  }
}
