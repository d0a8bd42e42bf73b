import { describe, expect, test } from "vitest";
import { classicLabel, classicName } from "./name.ts";

describe("a metric of OpenTelemetry is called in Prometheus", () => {
  const facts: [metric: string, unit: string, kind: number, isMonotonic: boolean, name: string][] = [
    ["http.server.request.duration", "s", 3, false, "http_server_request_duration_seconds"],
    ["http.server.requests", "{request}", 2, true, "http_server_requests_total"],
    ["system.network.io", "By", 2, true, "system_network_io_bytes_total"],
    ["system.disk.io.total", "By", 2, true, "system_disk_io_bytes_total"],
    ["process.memory.usage", "By", 2, false, "process_memory_usage_bytes"],
    ["system.cpu.utilization", "1", 1, false, "system_cpu_utilization_ratio"],
    ["jobs.done", "1", 2, true, "jobs_done_total"],
    ["queue_seconds", "s", 1, false, "queue_seconds"],
    ["throughput", "By/s", 1, false, "throughput_bytes_per_second"],
    ["requests", "{req}/s", 1, false, "requests_per_second"],
    ["hit%", "%", 1, false, "hit_percent"],
    ["2xx", "", 1, false, "_2xx"],
    ["a..b--c", "", 1, false, "a_b_c"],
    ["요청", "s", 1, false, "요청"],
  ];
  test.each(facts)("%s in %j, kind %i, monotonic %s: %5$s", (metric, unit, kind, isMonotonic, name) => {
    expect(classicName({ metric, unit, kind, isMonotonic })).toBe(name);
  });
});

describe("an attribute is, as a label", () => {
  const facts: [key: string, label: string][] = [
    ["http.route", "http_route"],
    ["1st", "key_1st"],
    ["_private", "key_private"],
    ["한글", "한글"],
  ];
  test.each(facts)("%s %s", (key, label) => {
    expect(classicLabel(key)).toBe(label);
  });
});
