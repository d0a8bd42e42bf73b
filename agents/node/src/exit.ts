import { setTimeout as sleep } from "node:timers/promises";

/** Sends what is left when the program ends, without holding it up for longer than a bound.
 *
 *  When the event loop runs empty, all is sent. On SIGTERM and SIGINT too; if nobody but the agent listens, the signal is
 *  then given back its effect, as if the agent had not been there. A program that calls `process.exit()` by itself loses what
 *  it did since the last batch: nothing can be awaited there. */
export function sendOnExit(flush: () => Promise<unknown>, timeoutMs: number): void {
  process.once("beforeExit", () => void sendLast(flush, timeoutMs));
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    const listen = () => {
      process.removeListener(signal, listen);
      const isAlone = process.listenerCount(signal) === 0;
      void within(timeoutMs, flush()).then(() => isAlone && process.kill(process.pid, signal));
    };
    process.on(signal, listen);
  }
}

/** What is still on its way to a receiver that doesn't answer would keep the program alive, with its retries: it is let go of,
 *  unless somebody else waits for the end as well. */
async function sendLast(flush: () => Promise<unknown>, timeoutMs: number): Promise<void> {
  const isDone = await within(timeoutMs, flush());
  if (!isDone && process.listenerCount("beforeExit") === 0) process.exit();
}

/** Waits until the work is done or has failed, or time is up.
 *  @returns whether it was in time */
async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  const settled = new AbortController();
  const { signal } = settled;
  const inTime = work.then(
    () => true,
    () => true,
  );
  const late = sleep(ms, false, { signal }).catch(() => false);
  const isDone = await Promise.race([inTime, late]);
  settled.abort();
  return isDone;
}
