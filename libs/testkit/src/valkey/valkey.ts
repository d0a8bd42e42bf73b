export { type RunningValkey, startValkey } from "@naru/valkey-engine";
export { realValkey, type RealValkey, startRealValkey } from "./real.ts";
export { master, startTrio, type Trio } from "./sentinel.ts";
export { startCluster, type ValkeyCluster } from "./cluster.ts";
