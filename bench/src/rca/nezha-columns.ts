/** Where a column of Nezha's metrics.csv goes. `scale` turns its values into the unit. A metric of a
 *  node (`k8s.node.…`) is told of the node that the pod runs on. */
export interface NezhaColumn {
  readonly metric: string;
  /** UCUM */
  readonly unit: string;
  readonly scale?: number;
  readonly attributes?: Readonly<Record<string, string>>;
}

const mebibyte = 2 ** 20;
const percent = 1 / 100;
const quantile = (text: string) => ({ quantile: text });

/** All are gauges: usages, rates over the minute before, and quantiles over it. Names are OpenTelemetry's where it has one
 *  (semantic conventions for Kubernetes, the kubelet receiver's utilizations); `….network.io.rate` are rates, since the
 *  counters behind them were not kept.
 *  Source: https://opentelemetry.io/docs/specs/semconv/system/k8s-metrics/ */
export const nezhaColumns: Readonly<Record<string, NezhaColumn>> = {
  "CpuUsage(m)": { metric: "k8s.pod.cpu.usage", unit: "{cpu}", scale: 1 / 1000 },
  "CpuUsageRate(%)": { metric: "k8s.pod.cpu_limit_utilization", unit: "1", scale: percent },
  "MemoryUsage(Mi)": { metric: "k8s.pod.memory.working_set", unit: "By", scale: mebibyte },
  "MemoryUsageRate(%)": { metric: "k8s.pod.memory_limit_utilization", unit: "1", scale: percent },
  SyscallRead: { metric: "k8s.pod.syscalls", unit: "{call}", attributes: { "syscall.name": "read" } },
  SyscallWrite: { metric: "k8s.pod.syscalls", unit: "{call}", attributes: { "syscall.name": "write" } },
  NetworkReceiveBytes: {
    metric: "k8s.pod.network.io.rate",
    unit: "By/s",
    attributes: { "network.io.direction": "receive" },
  },
  NetworkTransmitBytes: {
    metric: "k8s.pod.network.io.rate",
    unit: "By/s",
    attributes: { "network.io.direction": "transmit" },
  },
  "PodClientLatencyP90(s)": { metric: "pod.client.latency", unit: "s", attributes: quantile("0.9") },
  "PodServerLatencyP90(s)": { metric: "pod.server.latency", unit: "s", attributes: quantile("0.9") },
  "PodClientLatencyP95(s)": { metric: "pod.client.latency", unit: "s", attributes: quantile("0.95") },
  "PodServerLatencyP95(s)": { metric: "pod.server.latency", unit: "s", attributes: quantile("0.95") },
  "PodClientLatencyP99(s)": { metric: "pod.client.latency", unit: "s", attributes: quantile("0.99") },
  "PodServerLatencyP99(s)": { metric: "pod.server.latency", unit: "s", attributes: quantile("0.99") },
  "PodWorkload(Ops)": { metric: "pod.server.request.rate", unit: "{request}/s" },
  "PodSuccessRate(%)": { metric: "pod.server.success_ratio", unit: "1", scale: percent },
  "NodeCpuUsageRate(%)": { metric: "k8s.node.cpu.utilization", unit: "1", scale: percent },
  "NodeMemoryUsageRate(%)": { metric: "k8s.node.memory.utilization", unit: "1", scale: percent },
  NodeNetworkReceiveBytes: {
    metric: "k8s.node.network.io.rate",
    unit: "By/s",
    attributes: { "network.io.direction": "receive" },
  },
};
