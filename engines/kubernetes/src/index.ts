export { startCluster, type ClusterOptions, type RunningCluster } from "./cluster.ts";
export { type EngineState, type KubernetesEngine, startKubernetesEngine } from "./engine.ts";
