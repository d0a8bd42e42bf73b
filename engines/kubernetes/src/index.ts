export { startCluster, type ClusterOptions, type RunningCluster } from "./cluster.ts";
export { type KubernetesEngine, startKubernetesEngine } from "./engine.ts";
