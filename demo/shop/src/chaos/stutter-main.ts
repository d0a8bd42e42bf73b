import { setTimeout as sleep } from "node:timers/promises";

/* `stutter-main.ts PID`: lets a process run for a tenth of the time, until that process ends or SIGTERM comes. */

const target = Number(process.argv[2]);
const stoppedMs = 630;
const runningMs = 70;
const over = new AbortController();
process.once("SIGTERM", () => over.abort());

while (!over.signal.aborted && send("SIGSTOP")) {
  await sleep(stoppedMs);
  send("SIGCONT");
  await sleep(runningMs);
}

/** @returns false when there is nobody to send it to */
function send(signal: NodeJS.Signals): boolean {
  try {
    return process.kill(target, signal);
  } catch {
    return false;
  }
}
