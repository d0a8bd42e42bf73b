import type { Clock } from "#kernel/clock.ts";
import { NaruError } from "#kernel/errors.ts";

const freeAttempts = 5;
const longestWaitSeconds = 300;
const rememberedCallers = 10_000;

/** Slows down guessing: after five failures a caller waits 1, 2, 4 … seconds, at most five minutes, and a success
 *  forgives all. Callers are told apart by address. */
export function throttle(clock: Clock) {
  const failures = new Map<string, { count: number; until: number }>();
  return {
    /** @throws NaruError TOO_MANY_ATTEMPTS while the caller has to wait */
    check(client: string): void {
      const waitMs = (failures.get(client)?.until ?? 0) - clock.now();
      if (waitMs <= 0) return;
      throw new NaruError("TOO_MANY_ATTEMPTS", undefined, { retryAfterSeconds: Math.ceil(waitMs / 1000) });
    },
    failed(client: string): void {
      const count = (failures.get(client)?.count ?? 0) + 1;
      const seconds = count < freeAttempts ? 0 : Math.min(2 ** (count - freeAttempts), longestWaitSeconds);
      failures.delete(client);
      failures.set(client, { count, until: clock.now() + seconds * 1000 });
      const oldest = failures.keys().next().value;
      if (failures.size > rememberedCallers && oldest !== undefined) failures.delete(oldest);
    },
    succeeded(client: string): void {
      failures.delete(client);
    },
  };
}
