import { once } from "node:events";
import { type ClusterOptions, startCluster } from "./cluster.ts";

/* The embedded cluster's own process. It lives as long as the channel to its parent, and so do its pods: none of them
 * can be left behind. */

// By the channel, not as arguments: others on the machine can read those, and the options may hold a token.
const [options] = (await once(process, "message")) as [ClusterOptions];
const cluster = await startCluster(options).catch(tellAndEnd);
const { url, kubeconfig, ingressUrl } = cluster;
process.send?.({ address: { url, kubeconfig, ingressUrl } });

/** The parent knows what to tell whom: it gets what the system said, whole. */
async function tellAndEnd(error: NodeJS.ErrnoException & { port?: number }): Promise<never> {
  const { message, code, port, path } = error;
  await new Promise((told) => process.send?.({ failure: { message, code, port, path } }, told));
  process.exit(1);
}

let isStopping = false;
async function stop(graceMs?: number): Promise<void> {
  if (isStopping) process.exit(1);
  isStopping = true;
  await cluster.stop(graceMs);
  process.exit(0);
}
// A parent that was killed is started again soon, and finds the folder and the port free.
process.on("disconnect", () => void stop(0));
process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => undefined);
