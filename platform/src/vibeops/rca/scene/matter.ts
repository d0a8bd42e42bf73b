import type { Matter } from "./series.ts";

/* What a metric is about, by the names that OpenTelemetry, Prometheus exporters and Kubernetes give. */

const matters: readonly (readonly [RegExp, Matter])[] = [
  [/^traces[._]span[._]?metrics[._]calls|^traces_spanmetrics_calls/, "requests"],
  [/^traces[._]span[._]?metrics[._]duration|^traces_spanmetrics_(?:latency|duration)/, "latency"],
  [/eventloop|event_loop/, "event-loop"],
  [/^db[._]client[._]connection/, "pool"],
  [/network/, "network"],
  [/pressure_cpu_waiting/, "cpu-pressure"],
  [/container_cpu_usage|cpu[._](?:usage|utilization|limit_utilization|time)|cpu_usage|jvm[._]cpu/, "cpu"],
  [/memory|heap|resource_limits/, "memory"],
  [/filesystem|volume|disk/, "disk"],
  [/restarts/, "restarts"],
];

/* Which metrics a diagnosis reads, as expressions of ClickHouse's `match`. */

/** What collectors, meshes and clouds tell of services: few series, a day of them. */
export const serviceNames = "^traces[._]span[._]?metrics|^traces_service_graph_request_total$";

/** What resources have: many series, of the window and what was just before. */
export const resourceNames =
  "eventloop|^db[._]client[._]connection|cpu[._](usage|utilization|limit_utilization)|container_cpu_usage|^node_pressure_cpu_waiting|memory[._](usage|working_set|limit_utilization)|container_memory_working_set|memory[._]heap[._]used|network[._](io|receive|transmit|latency)|filesystem[._](usage|utilization)|^k8s[._]node[._]filesystem[._](available|capacity)|^k8s[._](pod[._])?volume[._](available|capacity)|^kubelet_volume_stats_(available|capacity)_bytes|restarts|kube_pod_container_resource_limits";

export function matterOf(metric: string): Matter | undefined {
  return matters.find(([pattern]) => pattern.test(metric))?.[1];
}
