import { clusterName } from "./cluster-scene.ts";
import { profiledSpan } from "./profile-scene.ts";

/** One of every page, as paths; a trace by its ID. */
export const pages = {
  live: () => "/live",
  "the heat map": () => "/live?from=now-12h",
  top: () => "/top",
  "top SQL": () => "/top?of=sql",
  exceptions: () => "/exceptions",
  map: () => "/map",
  "the map's list": () => "/map?show=list",
  compare: () => "/compare",
  "compared pods": () => "/compare?by=pod",
  services: () => "/services",
  service: () => "/services/storefront",
  traces: () => "/traces",
  trace: (purchase: string) => `/traces/${purchase}`,
  "a trace's logs": (purchase: string) => `/traces/${purchase}?view=logs`,
  "a trace's SQL": (purchase: string) => `/traces/${purchase}?view=sql`,
  logs: () => "/logs",
  metrics: () => "/metrics",
  profiles: () => "/profiles?service=lighthouse&file=%2Fapp%2Fsort.ts",
  "compared profiles": () => "/profiles?service=lighthouse&compare=version&version=2.0&baseVersion=1.0",
  "a span's profile": () => `/profiles?span=${profiledSpan}`,
  metric: () => "/metrics/http.server.request.duration?by=http.request.method",
  ingest: () => "/ingest",
  workloads: () => "/workloads",
  workload: () => `/workloads/${clusterName}/Deployment/harbour/ferry`,
  "a workload's YAML": () => `/workloads/${clusterName}/Deployment/harbour/ferry?view=yaml`,
  pods: () => "/pods",
  "a pod's log": () => `/pods/${clusterName}/harbour/ledger-0?view=logs`,
  pod: () => `/pods/${clusterName}/harbour/ledger-0`,
  nodes: () => "/nodes",
  node: () => `/nodes/${clusterName}/node-1`,
  events: () => "/events",
  changes: () => "/changes",
  objects: () => "/objects?kind=Pier",
  object: () => `/objects/${clusterName}/Secret/lock?namespace=harbour`,
  "apply YAML": () => "/apply",
} as const satisfies Record<string, (purchase: string) => string>;

export const pageNames = Object.keys(pages) as (keyof typeof pages)[];
