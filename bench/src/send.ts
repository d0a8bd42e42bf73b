import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { SenderSetup, Sent } from "./sender.ts";

let nextTick = 1;

/** Sends from a thread of its own; resolves with what was acknowledged. */
export async function send(setup: Omit<SenderSetup, "firstTick">): Promise<Sent> {
  const firstTick = nextTick;
  nextTick += 100_000;
  const worker = new Worker(new URL("sender.ts", import.meta.url), { workerData: { ...setup, firstTick } });
  const [sent] = (await once(worker, "message")) as [Sent];
  await worker.terminate();
  return sent;
}
