import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Feature } from "./feature.ts";
import { gauge, type MetricFamily } from "./metrics.ts";

/** What this process costs: memory, processor time and how late its event loop runs. */
export function processMetrics(): Feature {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  return {
    name: "process",
    start: async () => void delay.enable(),
    stop: async () => void delay.disable(),
    metrics: () => {
      const lag = delay.percentile(99) / 1e9;
      delay.reset();
      return [
        ...usage(),
        gauge({ name: "naru_event_loop_lag_p99_seconds", help: "Since the last scrape." }, lag),
      ];
    },
  };
}

function usage(): MetricFamily[] {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external } = process.memoryUsage();
  return [
    {
      name: "naru_process_cpu_seconds_total",
      type: "counter",
      help: "Processor time spent.",
      samples: [
        { labels: { mode: "user" }, value: user / 1e6 },
        { labels: { mode: "system" }, value: system / 1e6 },
      ],
    },
    gauge({ name: "naru_process_resident_memory_bytes", help: "Resident memory." }, rss),
    gauge({ name: "naru_process_heap_bytes", help: "JavaScript heap in use." }, heapUsed),
    gauge(
      { name: "naru_process_external_memory_bytes", help: "Memory of buffers outside the heap." },
      external,
    ),
    gauge({ name: "naru_process_uptime_seconds", help: "Since the start of the process." }, process.uptime()),
  ];
}
