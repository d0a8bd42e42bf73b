import type { Clock } from "./clock.ts";

/** @returns milliseconds after which the key is to be looked at again, if at all */
type Work = (key: string) => Promise<number | void>;

export interface QueueOptions {
  readonly clock: Clock;
  readonly work: Work;
  /** How many keys are worked on at once; one key never is twice. */
  readonly workers?: number;
  readonly onError?: (key: string, error: unknown) => void;
}

const firstDelay = 5;
const longestDelay = 1_000_000;

/** Milliseconds to wait after a key has failed so many times in a row. */
export const backOff = (failures: number) => Math.min(firstDelay * 2 ** (failures - 1), longestDelay);

/** Keys that have work to do. One that is added often before its turn has one turn; one that is added during its turn
 *  has another. Source: k8s.io/client-go/util/workqueue */
export class WorkQueue {
  readonly #options: QueueOptions;
  readonly #waiting = new Set<string>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #addedMeanwhile = new Set<string>();
  readonly #failures = new Map<string, number>();
  readonly #delayed = new Map<string, { readonly at: number; readonly cancel: () => void }>();
  #isStopped = false;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  add(key: string): void {
    if (this.#isStopped) return;
    if (this.#running.has(key)) this.#addedMeanwhile.add(key);
    else this.#waiting.add(key);
    // Turns begin when whoever adds keys is done, so that a burst of changes is one turn.
    queueMicrotask(() => this.#fill());
  }

  /** The earliest time counts when a key is delayed more than once. */
  addAfter(key: string, milliseconds: number): void {
    if (this.#isStopped) return;
    const at = this.#options.clock.now() + milliseconds;
    const earlier = this.#delayed.get(key);
    if (earlier !== undefined && earlier.at <= at) return;
    earlier?.cancel();
    const cancel = this.#options.clock.after(milliseconds, () => {
      this.#delayed.delete(key);
      this.add(key);
    });
    this.#delayed.set(key, { at, cancel });
  }

  /** Resolves when the work that was begun has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const { cancel } of this.#delayed.values()) cancel();
    this.#delayed.clear();
    this.#waiting.clear();
    await Promise.all(this.#running.values());
  }

  #fill(): void {
    const { workers = 4 } = this.#options;
    for (const key of this.#waiting) {
      if (this.#running.size >= workers) return;
      this.#waiting.delete(key);
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#running.set(key, promise);
      void this.#run(key).then(resolve);
    }
  }

  async #run(key: string): Promise<void> {
    try {
      const again = await this.#options.work(key);
      this.#failures.delete(key);
      if (again !== undefined) this.addAfter(key, again);
    } catch (error) {
      this.#failed(key, error);
    }
    this.#running.delete(key);
    if (this.#addedMeanwhile.delete(key)) this.add(key);
    else this.#fill();
  }

  #failed(key: string, error: unknown): void {
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, failures);
    this.addAfter(key, backOff(failures));
    this.#options.onError?.(key, error);
  }
}
