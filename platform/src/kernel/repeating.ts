import { setTimeout as pause } from "node:timers/promises";

/** Work that is done again and again: once, a pause, and once more, never twice at a time. It keeps no process alive. */
export class Repeating {
  readonly #work: (signal: AbortSignal) => Promise<void>;
  readonly #pauseMs: (tookMs: number) => number;
  readonly #onError: (error: unknown) => void;
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();

  /** @param pauseMs  from one end to the next beginning, told how long it took
   *  @param onError  told why the work failed; it is tried again after the pause */
  constructor(
    work: (signal: AbortSignal) => Promise<void>,
    pauseMs: (tookMs: number) => number,
    onError: (error: unknown) => void,
  ) {
    this.#work = work;
    this.#pauseMs = pauseMs;
    this.#onError = onError;
  }

  start(): void {
    this.#running = this.#go();
  }

  /** Resolves when nothing of it is under way any more. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #go(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const began = performance.now();
      try {
        await this.#work(signal);
      } catch (error) {
        if (!signal.aborted) this.#onError(error);
      }
      const rest = this.#pauseMs(performance.now() - began);
      await pause(rest, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}
