import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { log } from "../chassis/log.ts";

/* Which products people buy together, computed over and over by as many threads as it takes to be done soon. Has nothing to
 * do with the shop but the machine under both. */

const program = fileURLToPath(new URL("similarity.ts", import.meta.url));
const threads = availableParallelism() * 3;
const reportEveryMs = 30_000;

process.once("SIGTERM", () => process.exit());
for (let index = 0; index < threads; index++) {
  const worker = new Worker(program, { workerData: index });
  worker.on("error", (err) => log.error({ err }, "a thread has ended"));
}
for (;;) {
  log.info({ threads }, "computing who buys what together");
  await sleep(reportEveryMs);
}
