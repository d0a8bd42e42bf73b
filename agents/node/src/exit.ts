import { setTimeout as sleep } from "node:timers/promises";

/** Sends what is left when the program ends, without holding it up for longer than a bound.
 *
 *  When the event loop runs empty, all is sent. On SIGTERM and SIGINT too; if nobody but the agent listens, the signal is
 *  then given back its effect, as if the agent had not been there. A program that calls `process.exit()` by itself loses what
 *  it did since the last batch: nothing can be awaited there. */
export function sendOnExit(flush: () => Promise<unknown>, timeoutMs: number): void {
  process.once("beforeExit", () => void within(timeoutMs, flush()));
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    const listen = () => {
      process.removeListener(signal, listen);
      const isAlone = process.listenerCount(signal) === 0;
      void within(timeoutMs, flush()).then(() => isAlone && process.kill(process.pid, signal));
    };
    process.on(signal, listen);
  }
}

/** Waits until the work is done, has failed, or time is up. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const late = new AbortController();
  const { signal } = late;
  await Promise.race([work, sleep(ms, undefined, { signal })]).catch(() => undefined);
  late.abort();
}
