import { clusterName } from "./cluster-scene.ts";

/** One of every page, as paths; a trace by its ID. */
export const pages = {
  live: () => "/live",
  "the heat map": () => "/live?from=now-12h",
  alerts: () => "/alerts",
  "alert rules": () => "/alerts?view=rules",
  "alert history": () => "/alerts?view=history",
  services: () => "/services",
  service: () => "/services/storefront",
  traces: () => "/traces",
  trace: (purchase: string) => `/traces/${purchase}`,
  "a trace's logs": (purchase: string) => `/traces/${purchase}?view=logs`,
  logs: () => "/logs",
  metrics: () => "/metrics",
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
