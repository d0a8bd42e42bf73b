const firstMs = 10_000;
const longestMs = 300_000;

/** Who ran for this long is well again: the next end is its first. */
const forgivenAfterMs = 600_000;

/** Waits that double: 10 s, 20 s, … 5 min.
 *  Source: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy */
export class BackOff {
  readonly #isFirstFree: boolean;
  #nextMs: number;
  #waitMs = 0;
  #until = 0;

  /** @param isFirstFree  the first failure is followed by no wait, as a container's first end */
  constructor(isFirstFree: boolean) {
    this.#isFirstFree = isFirstFree;
    this.#nextMs = isFirstFree ? 0 : firstMs;
  }

  /** The whole of the wait that the last failure began, in milliseconds. */
  get waitMs(): number {
    return this.#waitMs;
  }

  /** Milliseconds that are left of it; 0 when it is over. */
  left(now: number): number {
    return Math.max(0, this.#until - now);
  }

  /** @param ranMs  how long it went well before this */
  failed(now: number, ranMs = 0): void {
    if (ranMs >= forgivenAfterMs) this.succeeded();
    this.#waitMs = this.#nextMs;
    this.#nextMs = Math.min(longestMs, this.#nextMs === 0 ? firstMs : this.#nextMs * 2);
    this.#until = now + this.#waitMs;
  }

  succeeded(): void {
    this.#nextMs = this.#isFirstFree ? 0 : firstMs;
    this.#until = 0;
  }
}

/** As Go prints a duration: `10s`, `2m40s`. */
export function goDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
