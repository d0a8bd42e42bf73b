import { readFileSync } from "node:fs";
import { gauge, type MetricFamily } from "#kernel/metrics.ts";
import type { Store } from "./index.ts";

/** What the engine of the store costs, and how often it had to be started again. */
export function storeMetrics({ engine, enginePid }: Pick<Store, "engine" | "enginePid">): MetricFamily[] {
  const { isReady, restarts } = engine();
  const memory = residentBytes(enginePid());
  return [
    gauge({ name: "naru_store_ready", help: "1 while the telemetry store answers." }, Number(isReady)),
    {
      name: "naru_store_restarts_total",
      type: "counter",
      help: "How often the embedded engine had to be started again.",
      samples: [{ value: restarts }],
    },
    ...(memory === undefined
      ? []
      : [
          gauge(
            { name: "naru_store_resident_memory_bytes", help: "Resident memory of the embedded engine." },
            memory,
          ),
        ]),
  ];
}

/** Undefined without an engine of our own, and where processes can't be looked at. Source: proc_pid_status(5) */
function residentBytes(pid: number | undefined): number | undefined {
  if (pid === undefined) return undefined;
  try {
    const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  } catch {
    return undefined;
  }
}
