import { readFile } from "node:fs/promises";
import { scope, type MetricSource } from "./kubelet-metrics.ts";
import { attributesOf } from "./log-record.ts";

const pressureFile = "/proc/pressure/cpu";

/** For how long somebody waited for a processor of the machine, whoever took it: a program of no pod, or another machine on the
 *  same host. Named as the node exporter names it; a kernel that does not tell is left out.
 *  Source: https://docs.kernel.org/accounting/psi.html, https://github.com/prometheus/node_exporter
 *  @param nodes names of the nodes that run on this machine */
export function nodeMetrics(nodes: () => readonly string[], file = pressureFile): MetricSource {
  return async (at) => {
    const waited = waitedSeconds(await readFile(file, "utf8").catch(() => ""));
    if (waited === undefined) return [];
    return nodes().map((node) => ({
      resource: { attributes: attributesOf({ "k8s.node.name": node }) },
      scopeMetrics: [
        {
          scope,
          metrics: [
            {
              name: "node_pressure_cpu_waiting_seconds_total",
              description: "Time in which somebody waited for a processor",
              unit: "s",
              sum: {
                aggregationTemporality: 2,
                isMonotonic: true,
                dataPoints: [{ timeUnixNano: `${at}000000`, asDouble: waited }],
              },
            },
          ],
        },
      ],
    }));
  };
}

/** Seconds since the machine started, of the kernel's pressure stall information. */
function waitedSeconds(text: string): number | undefined {
  const microseconds = /^some .*\btotal=(\d+)$/m.exec(text)?.[1];
  return microseconds === undefined ? undefined : Number(microseconds) / 1e6;
}
