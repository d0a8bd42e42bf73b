import type { MeterProvider } from "@opentelemetry/api";
import { scope } from "./scope.ts";

/** Processor time and memory of this process. Event loop, heap and garbage collection are OpenTelemetry's own
 *  (`instrumentation-runtime-node`).
 *  Source: https://opentelemetry.io/docs/specs/semconv/system/process-metrics/ */
export function observeProcess(meterProvider: MeterProvider): void {
  const meter = meterProvider.getMeter(scope.name, scope.version);
  meter
    .createObservableCounter("process.cpu.time", { unit: "s", description: "Processor time by mode." })
    .addCallback((result) => {
      const { user, system } = process.cpuUsage();
      result.observe(user / 1e6, { "cpu.mode": "user" });
      result.observe(system / 1e6, { "cpu.mode": "system" });
    });
  meter
    .createObservableUpDownCounter("process.memory.usage", {
      unit: "By",
      description: "Physical memory in use.",
    })
    .addCallback((result) => result.observe(process.memoryUsage.rss()));
  meter
    .createObservableGauge("process.uptime", { unit: "s", description: "Time since the process started." })
    .addCallback((result) => result.observe(process.uptime()));
}
