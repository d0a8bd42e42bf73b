import { serveParent } from "@naru/supervise/child";
import { type ClusterOptions, startCluster } from "./cluster.ts";

/* The embedded cluster's own process. Its pods end with it: none of them can be left behind. */

await serveParent(async (options) => {
  const cluster = await startCluster(options as ClusterOptions);
  const { url, kubeconfig, ingressUrl } = cluster;
  return { told: { url, kubeconfig, ingressUrl }, stop: (graceMs) => cluster.stop(graceMs) };
});
