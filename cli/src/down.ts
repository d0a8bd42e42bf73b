import { setTimeout as sleep } from "node:timers/promises";
import { dataFolderOf, holderOf } from "./installation.ts";

/* `naru down`: asks the platform that holds the data folder to stop, and waits until it has. */

const folder = dataFolderOf(process.argv.slice(2), process.env);
const pid = holderOf(folder);
if (pid === undefined) {
  process.stdout.write(`Nothing runs on ${folder}.\n`);
} else {
  process.kill(pid, "SIGTERM");
  const patience = Date.now() + 15_000;
  while (holderOf(folder) !== undefined && Date.now() < patience) await sleep(100);
  const stopped = holderOf(folder) === undefined;
  process.stdout.write(stopped ? "Stopped.\n" : `Process ${pid} has not stopped within 15 s.\n`);
  process.exitCode = stopped ? 0 : 1;
}
