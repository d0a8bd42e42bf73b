import type { Picture } from "../index.ts";

/** Of clusters in which there is nothing. */
export const emptyPicture: Picture = {
  workloads: () => [],
  pods: () => [],
  selectedPods: () => [],
  entrances: () => [],
  readers: () => [],
  podsBehind: () => undefined,
  autoscalers: () => [],
  nodes: () => [],
  annotated: () => [],
  certificates: () => [],
  findings: () => [],
  freshness: () => [],
  changes: async () => [],
  events: async () => [],
  relations: async () => [],
};
