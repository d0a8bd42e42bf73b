/** Time as the controllers see it, so that a test can be the one who lets it pass. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** @returns what calls it off */
  after(milliseconds: number, run: () => void): () => void;
}

/** A timer of Node that is asked for more runs at once. */
const longestTimer = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: Date.now,
  after(milliseconds, run) {
    const timer = setTimeout(run, Math.min(milliseconds, longestTimer)).unref();
    return () => clearTimeout(timer);
  },
};
