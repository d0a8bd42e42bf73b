import { type ClusterOptions, startCluster } from "./cluster.ts";

/* The embedded cluster's own process: `node cluster-main.ts OPTIONS`, the options as JSON. It lives as long as the
 * channel to its parent, and so do its pods: none of them can be left behind. */

const [given] = process.argv.slice(2);
if (given === undefined) throw new Error("usage: cluster-main.ts OPTIONS");

const cluster = await startCluster(JSON.parse(given) as ClusterOptions).catch(tellAndEnd);
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
