import { log } from "./log.ts";

/** A replica that is there has a write within a few milliseconds, one on a machine that is busy a little later. */
const withinMs = 500;
/** So long nobody waits after replicas were missing: they are looked for once in a while, not by every visitor. */
const pauseMs = 1_000;

/** Has writes confirmed by replicas, many by one WAIT: whoever comes while it is under way shares the next one.
 *
 *  When fewer have it in time, the write counts all the same: a session that one server has is better than none. That is logged when it
 *  begins and, with the number of writes, when it is over. When there is no answer, the server may be gone, and the write with it:
 *  that is an error.
 *  Source: https://valkey.io/commands/wait */
export class Confirmation {
  readonly #wait: (replicas: number, withinMs: number) => Promise<number>;
  readonly #replicas: number;
  readonly #now: () => number;
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  #pausedUntil = 0;
  #unconfirmed = 0;

  constructor(
    wait: (replicas: number, withinMs: number) => Promise<number>,
    replicas: number,
    now: () => number = () => performance.now(),
  ) {
    this.#wait = wait;
    this.#replicas = replicas;
    this.#now = now;
  }

  /** Replicas are missing: writes count without them for now. */
  get isShort(): boolean {
    return this.#pausedUntil > 0;
  }

  /** Writes since replicas were there last that count without them. */
  get unconfirmed(): number {
    return this.#unconfirmed;
  }

  /** Resolves when what has been written counts.
   *  @throws what the client throws when there is no answer */
  async confirm(): Promise<void> {
    if (this.#now() >= this.#pausedUntil) {
      this.#next ??= this.#running.catch(() => undefined).then(() => this.#ask());
      await this.#next;
    }
    if (this.#now() < this.#pausedUntil) this.#unconfirmed++;
  }

  #ask(): Promise<void> {
    this.#next = undefined;
    this.#running = this.#wait(this.#replicas, withinMs).then((have) => this.#told(have));
    return this.#running;
  }

  #told(have: number): void {
    const isShort = have < this.#replicas;
    const wasShort = this.isShort;
    if (isShort && !wasShort)
      log.warn({ have, wanted: this.#replicas }, "too few replicas have what is written to sessions");
    if (!isShort && wasShort) {
      log.info({ unconfirmed: this.#unconfirmed }, "replicas have what is written to sessions again");
      this.#unconfirmed = 0;
    }
    this.#pausedUntil = isShort ? this.#now() + pauseMs : 0;
  }
}
